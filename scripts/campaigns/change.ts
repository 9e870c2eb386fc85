import type { Db } from "#db/client.ts";
import type { CampaignRow } from "#db/queries/campaigns/campaigns.ts";
import { readClock } from "#db/queries/clock.ts";
import { type Change, createCampaign, editCampaign } from "#lib/campaigns/change-campaign.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { type Options, readChangedBy, readFields, readSlug, readStart, usage } from "./arguments.ts";
import { sayCampaign } from "./show.ts";

const defaultHoldDays = 14;

/** `create SLUG …`. */
export async function create(db: Db, slug: string | undefined, options: Options): Promise<void> {
  const start = readStart(slug, options);
  const { name, description, amount, validDays, ...fields } = readFields(options);
  const by = readChangedBy(options);
  if (name === undefined || description === undefined || amount === undefined || validDays === undefined)
    throw new Problem(`create needs --name, --description, --amount and --valid-days\n${usage}`);
  const beginsAt = fields.beginsAt ?? (await readClock(db));
  const isReferral = start.type === "referral";
  if (isReferral && fields.referrerAmount === undefined)
    throw new Problem(`a referral needs --referrer-amount\n${usage}`);
  const once = start.type === "check-in" || isReferral ? null : 1;
  const campaign = {
    ...start,
    ...{ name, description, amount, validDays, beginsAt },
    weekBonus: fields.weekBonus ?? 0,
    endsAt: fields.endsAt ?? null,
    timeZone: fields.timeZone ?? "UTC",
    creditsFrom: fields.creditsFrom ?? null,
    limitPerPerson: fields.limitPerPerson === undefined ? once : fields.limitPerPerson,
    limitInAll: fields.limitInAll ?? null,
    budget: fields.budget ?? null,
    audience: fields.audience ?? "everyone",
    referrerAmount: fields.referrerAmount ?? null,
    holdDays: fields.holdDays ?? (isReferral ? defaultHoldDays : null),
    mostPerMonth: fields.mostPerMonth ?? null,
    qualifiesBy: fields.qualifiesBy ?? (isReferral ? ("purchase" as const) : null),
  };
  say(start.slug, await createCampaign(db, campaign, by));
}

/** `edit SLUG …`. */
export async function edit(db: Db, name: string | undefined, options: Options): Promise<void> {
  const slug = readSlug(name);
  if (options.type !== undefined) throw new Problem("A campaign keeps its type: create another one.");
  const given = Object.entries(readFields(options)).filter(([, value]) => value !== undefined);
  if (given.length === 0) throw new Problem(`edit changes nothing without an option\n${usage}`);
  say(slug, await editCampaign(db, slug, Object.fromEntries(given), readChangedBy(options)));
}

/** `pause|resume|end SLUG`. Ending one that has not begun means that it never runs. */
export async function stop(
  db: Db,
  what: "pause" | "resume" | "end",
  name: string | undefined,
  options: Options,
): Promise<void> {
  const slug = readSlug(name);
  const change = (campaign: CampaignRow, now: Date) => {
    if (what !== "end") return { paused: what === "pause" };
    if (campaign.endsAt !== null && campaign.endsAt <= now) throw new Problem(`${slug} has ended already.`);
    return { endsAt: campaign.beginsAt > now ? campaign.beginsAt : now };
  };
  say(slug, await editCampaign(db, slug, change, readChangedBy(options)));
}

/** Shows the changed campaign. @throws Problem when nothing was changed. */
function say(slug: string, change: Change): void {
  switch (change.status) {
    case "changed":
      for (const line of sayCampaign(change.campaign)) console.log(line);
      return;
    case "not-found":
      throw new Problem(`There is no campaign ${slug}.`);
    case "taken":
      throw new Problem(`There is a campaign ${slug} already: choose another name.`);
    case "invalid":
      throw new Problem(`Refused, nothing was changed: ${meanings[change.constraint] ?? change.constraint}.`);
  }
}

/** What a violated constraint means. */
const meanings: Readonly<Record<string, string>> = {
  campaigns_bonus_of_check_in: "only a check-in has a bonus for a week",
  campaigns_welcome_once: "a welcome is claimed once per person",
  campaigns_referral_terms:
    "a referral has a referrer's amount and no limit per person, and other campaigns have none of its terms",
  campaigns_period_ordered: "it would end before it begins",
  campaigns_within_limits: "more than this limit or budget is claimed already",
};
