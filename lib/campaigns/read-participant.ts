import "server-only";
import type { DbOrTx } from "#db/client.ts";
import type { CampaignRow } from "#db/queries/campaigns/campaigns.ts";
import { type ClaimRow, readLastClaims, readMailboxClaims } from "#db/queries/campaigns/claims.ts";
import { readCheckInZone, readPersonRow } from "#db/queries/campaigns/participants.ts";
import { countsMailbox, type Participant } from "./campaign-state.ts";
import { type CheckIn, type KeptZone, zoneAt } from "./check-in-day.ts";
import { mailboxHash } from "./mailbox.ts";

/** A person as campaigns see them. */
export interface Participation {
  name: string | null;
  email: string;
  /** The zone of their check-ins, which the next check-in stores. */
  zone: KeptZone;
  /** What a claim stores of their mailbox, where a mailbox counts once. */
  mailbox: string;
  inCampaign: (slug: string) => Participant;
}

/** Reads what campaigns ask of an account's person, for all of these campaigns at once; null when there is no such person. */
export async function readParticipation(
  db: DbOrTx,
  account: string,
  { campaigns, timeZone, now }: { campaigns: readonly CampaignRow[]; timeZone: string | null; now: Date },
): Promise<Participation | null> {
  const person = await readPersonRow(db, account);
  if (person === null) return null;
  const slugs = campaigns.map(({ slug }) => slug);
  const mailbox = mailboxHash(person.email);
  const counting = campaigns.filter(({ type }) => countsMailbox(type)).map(({ slug }) => slug);
  const [zone, claims, elsewhere] = [
    zoneAt(await readCheckInZone(db, account), timeZone, now),
    await readLastClaims(db, account, slugs),
    await readMailboxClaims(db, { account, mailbox, slugs: counting }),
  ];
  const own = new Map(claims.map((one) => [one.last.campaign, one]));
  const { name, email, joinedAt, isVerified, hasPlan } = person;
  return {
    name,
    email,
    zone,
    mailbox,
    inCampaign: (slug) => {
      const of = own.get(slug);
      return {
        ...{ joinedAt, isVerified, hasPlan, timeZone: zone.timeZone },
        mailboxClaimed: elsewhere.includes(slug),
        claims: of?.claims ?? 0,
        lastCheckIn: of === undefined ? null : checkInOf(of.last),
      };
    },
  };
}

function checkInOf({ occurrence, claimedAt, timeZone, dayInRow }: ClaimRow): CheckIn | null {
  return timeZone === null || dayInRow === null ? null : { day: occurrence, at: claimedAt, timeZone, dayInRow };
}
