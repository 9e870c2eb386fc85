import { type DemoClaim, grantsOf } from "./claim.ts";
import { friendsOfMina } from "./friends.ts";
import { mina } from "./mina.ts";
import { nora } from "./nora.ts";
import type { DemoPerson } from "./person.ts";
import { addDays, secondsOf, startOfDay, storyOf } from "./story.ts";

/** Exactly the official example: 20 subscription, 15 activity, 100 purchased. */
const example: DemoPerson = {
  id: "0e8a3b52-6f1c-4d27-9a40-5b8e17c3d201",
  slug: "example",
  name: "Example",
  email: "example@example.com",
  claims: welcomeOf,
  purchases: (now) => ({
    // A trial of 30 days, so that the example stays as it is for some weeks. Its credits end with a day.
    plan: { plan: "pro", trialDays: 30, at: addDays(startOfDay(now), -3.25) },
    packs: [{ pack: "pack-100", at: secondsOf(addDays(now, -2)) }],
  }),
  history: (now) => grantsOf(example.id, storyOf(example.id), welcomeOf(now)),
};

/** The welcome that *Example* claimed: it ends in 12 days, at the end of a day. */
function welcomeOf(now: Date): DemoClaim[] {
  const at = addDays(startOfDay(now), -2);
  return [{ campaign: "welcome", occurrence: "1", at, credits: 15, validDays: 14, label: "Welcome gift" }];
}

/** A new user: no credits and no history. */
const omar: DemoPerson = {
  id: "0e8a3b52-6f1c-4d27-9a40-5b8e17c3d203",
  slug: "omar",
  name: "Omar",
  email: "omar@example.com",
  claims: () => [],
  purchases: () => ({ plan: null, packs: [] }),
  history: () => [],
};

/** A user who only buys packs. */
const kenji: DemoPerson = {
  id: "0e8a3b52-6f1c-4d27-9a40-5b8e17c3d204",
  slug: "kenji",
  name: "Kenji",
  email: "kenji@example.com",
  claims: () => [],
  purchases: (now) => ({
    plan: null,
    packs: [
      { pack: "pack-100", at: secondsOf(addDays(now, -62.3)) },
      { pack: "pack-500", at: secondsOf(addDays(now, -20.4)) },
    ],
  }),
  history: (now) => {
    const { spend, run } = storyOf(kenji.id);
    return [
      ...run(addDays(now, -62.2), "ai-portrait-animation", 1, { held: 25, used: 25 }),
      spend(addDays(now, -47.6), "smart-cutout", 3, 15),
      ...run(addDays(now, -20.3), "background-removal", 20, { held: 40, used: 24 }),
      spend(addDays(now, -6.1), "template-export", 1, 10),
    ];
  },
};

/** The users of a demonstration, in the order of the sign-in page; then those who are not on it. */
export const demoPeople: readonly DemoPerson[] = [example, mina, omar, kenji, nora, ...friendsOfMina];
