import type { Step } from "#lib/ledger/commit/commit-history.ts";
import { type DemoClaim, grantsOf } from "./claim.ts";
import { rewardsOfMina } from "./friends.ts";
import type { DemoPerson } from "./person.ts";
import { addDays, addMonths, nextFullHour, type Story, secondsOf, startOfDay, storyOf } from "./story.ts";

/** What Mina uses, in turn: feature, units and what that costs; of a run, what it held and used (null: it failed). */
const uses = [
  ["ai-image", 4, { held: 16, used: 16 }],
  ["ai-script", 1, 2],
  ["background-removal", 9, { held: 24, used: 18 }],
  ["smart-cutout", 2, { held: 10, used: 10 }],
  ["ai-image", 2, { held: 8, used: 8 }],
  ["template-export", 1, 10],
  ["ai-portrait-animation", 1, { held: 25, used: 25 }],
  ["ai-script", 3, 6],
  ["ai-image", 6, { held: 24, used: 24 }],
  ["ai-portrait-animation", 1, { held: 25, used: null }],
  ["background-removal", 3, { held: 10, used: 6 }],
  ["ai-portrait-animation", 2, { held: 50, used: 50 }],
] as const;

/** Every run is over by now. */
const runDays = 0.001;

/** Hours of the day at which Mina works; every fifth day is free. */
const workingHours = [9.4, 14.8];

/**
 * A regular user: on Pro for four months, with the current period's credits; two activity
 * batches, one of which ends in two days; a pack; and a history of spends.
 */
export const mina: DemoPerson = {
  id: "0e8a3b52-6f1c-4d27-9a40-5b8e17c3d202",
  slug: "mina",
  name: "Mina",
  email: "mina@example.com",
  claims: claimsOf,
  purchases: (now) => ({
    plan: { plan: "pro", trialDays: 0, at: subscribedAt(now) },
    packs: [{ pack: "pack-500", at: secondsOf(addDays(now, -75.5)) }],
  }),
  history: (now) => {
    const story = storyOf(mina.id);
    return [...grantsOf(mina.id, story, claimsOf(now)), ...work(story, subscribedAt(now), now)];
  },
};

/** Three months before the current period, which began 18 days ago. */
function subscribedAt(now: Date): Date {
  return addMonths(addDays(startOfDay(now), -18), -3);
}

/** What Mina claimed: some batches have expired, one ends in two days. */
function claimsOf(now: Date): DemoClaim[] {
  const today = startOfDay(now);
  const once = { occurrence: "1", validDays: 14 };
  return [
    ...rewardsOfMina(now),
    { ...once, campaign: "community-week", at: addDays(today, -40), credits: 40, label: "Community week" },
    {
      ...once,
      campaign: "summer-challenge",
      at: addDays(nextFullHour(addDays(now, 2)), -14),
      credits: 60,
      label: "Summer challenge",
    },
    {
      campaign: "check-in",
      occurrence: addDays(today, -1).toISOString().slice(0, 10),
      at: addDays(today, -1),
      credits: 20,
      validDays: 14,
      label: "Daily check-in",
    },
  ];
}

function work({ spend, run }: Story, from: Date, now: Date): Step[] {
  const days = Math.floor((now.getTime() - from.getTime()) / 86_400_000) + 1;
  return Array.from({ length: days }, (_, day) => day)
    .filter((day) => day % 5 !== 4)
    .flatMap((day) => workingHours.map((hour) => addDays(startOfDay(from), day + hour / 24)))
    .filter((at) => at > from && at < addDays(now, -runDays))
    .flatMap((at, index) => {
      const [feature, units, cost] = uses[index % uses.length] ?? uses[0];
      return typeof cost === "number" ? [spend(at, feature, units, cost)] : run(at, feature, units, cost);
    });
}
