import type { Db } from "#db/client.ts";
import {
  type CampaignRow,
  readCampaignChanges,
  readCampaignRow,
  readCampaignRows,
} from "#db/queries/campaigns/campaigns.ts";
import { readCampaignFigures, readReferralFigures } from "#db/queries/campaigns/figures.ts";
import { readClock } from "#db/queries/clock.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { readSlug } from "./arguments.ts";

/** `list`: one line for each campaign. */
export async function list(db: Db): Promise<void> {
  const [all, now] = [await readCampaignRows(db), await readClock(db)];
  if (all.length === 0) console.log("No campaigns yet.");
  for (const campaign of all) {
    const { slug, type, claims, creditsClaimed } = campaign;
    const claimed = `${claims} claims, ${creditsClaimed} credits`;
    console.log(`${slug.padEnd(40)} ${type.padEnd(9)} ${stateOf(campaign, now).padEnd(40)} ${claimed}`);
  }
}

/** `show SLUG`: rules, figures and the record of changes. */
export async function show(db: Db, name: string | undefined): Promise<void> {
  const slug = readSlug(name);
  const campaign = await readCampaignRow(db, slug);
  if (campaign === null) throw new Problem(`There is no campaign ${slug}.`);
  for (const line of sayCampaign(campaign)) console.log(line);
  console.log(`State      ${stateOf(campaign, await readClock(db))}`);
  const { granted, used, expired, takenBack, open, waiting, codes, uses } = await readCampaignFigures(db, slug);
  console.log(`Claims     ${campaign.claims} of ${campaign.limitInAll ?? "any number"}`);
  const back = takenBack > 0 ? `${takenBack} taken back, ` : "";
  console.log(`Credits    ${granted} granted: ${used} used, ${expired} expired unused, ${back}${open} still open`);
  if (waiting > 0) console.log(`Waiting    ${waiting} credits are claimed and not granted yet`);
  const { budget, creditsClaimed } = campaign;
  console.log(`Budget     ${budget === null ? "no limit" : `${budget - creditsClaimed} of ${budget} left`}`);
  if (campaign.type === "referral") console.log(`Friends    ${await sayFriends(db, slug)}`);
  if (campaign.type === "code") console.log(`Codes      ${codes}, redeemed ${uses} times`);
  console.log("Changes, oldest first:");
  for (const { number, at, actor, reason, changed } of await readCampaignChanges(db, slug)) {
    console.log(
      `${String(number).padStart(4)}  ${at.toISOString()}  ${actor}  "${reason}"  ${JSON.stringify(changed)}`,
    );
  }
}

async function sayFriends(db: Db, slug: string): Promise<string> {
  const { waiting, qualified, rewarded, unrewarded, refused, returned } = await readReferralFigures(db, slug);
  const joined = waiting + qualified + rewarded + unrewarded + refused;
  return `${joined} joined: ${waiting} wait to qualify, ${qualified} qualified and in the holding time, ${rewarded} rewarded, ${unrewarded} without a reward, ${refused} not counted; of ${returned} the payment was returned`;
}

/** A campaign's rules in lines. */
export function sayCampaign(campaign: CampaignRow): string[] {
  const { slug, type, name, description, amount, weekBonus, validDays, audience } = campaign;
  const { beginsAt, endsAt, timeZone, creditsFrom, limitPerPerson } = campaign;
  const bonus = weekBonus > 0 ? `, ${weekBonus} more on each seventh day in a row` : "";
  const until = endsAt === null ? "without an end" : `until ${inZone(endsAt, timeZone)}`;
  const perDay = type === "check-in" && limitPerPerson === null ? "once a day" : "any number";
  const perPerson = type === "referral" ? "once as a friend, once for each friend" : (limitPerPerson ?? perDay);
  return [
    `Campaign   ${slug} (${type}): ${name}`,
    `           ${description}`,
    `Gives      ${amount} credits for ${validDays} days${bonus}`,
    ...sayReferral(campaign),
    `Runs       from ${inZone(beginsAt, timeZone)} ${until}`,
    ...(creditsFrom === null ? [] : [`           credits from ${inZone(creditsFrom, timeZone)}`]),
    `For        ${audience}; claims per person: ${perPerson}`,
  ];
}

function sayReferral({ referrerAmount, holdDays, mostPerMonth, qualifiesBy }: CampaignRow): string[] {
  if (referrerAmount === null) return [];
  const limit = mostPerMonth === null ? "any number of friends" : `${mostPerMonth} friends`;
  return [
    `           to the friend after a first ${qualifiesBy}; ${referrerAmount} to the referrer ${holdDays} days later, for ${limit} a month`,
  ];
}

function stateOf({ beginsAt, endsAt, paused }: CampaignRow, now: Date): string {
  if (endsAt !== null && endsAt <= now) return `ended ${endsAt.toISOString()}`;
  if (beginsAt > now) return `begins ${beginsAt.toISOString()}`;
  const until = endsAt === null ? "" : ` until ${endsAt.toISOString()}`;
  return `${paused ? "paused" : "runs"}${until}`;
}

/** In the campaign's zone and in UTC, which an operator copies. */
function inZone(at: Date, timeZone: string): string {
  if (timeZone === "UTC") return at.toISOString();
  const local = at.toLocaleString("en-GB", { timeZone, dateStyle: "medium", timeStyle: "short" });
  return `${local} ${timeZone} (${at.toISOString()})`;
}
