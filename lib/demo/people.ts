import { type DemoClaim, grantsOf } from "./claim.ts";
import { friendsOfMina } from "./friends.ts";
import { mina } from "./mina.ts";
import type { DemoPerson } from "./person.ts";
import { addDays, startOfDay, storyOf } from "./story.ts";

/** Exactly the official example: 20 subscription, 15 activity, 100 purchased. */
const example: DemoPerson = {
  id: "0e8a3b52-6f1c-4d27-9a40-5b8e17c3d201",
  slug: "example",
  name: "Example",
  email: "example@example.com",
  claims: welcomeOf,
  history: (now) => {
    const story = storyOf(example.id);
    const { grant } = story;
    const today = startOfDay(now);
    const ends = (days: number) => addDays(today, days + 1);
    return [
      grant(addDays(now, -4), {
        kind: "subscription",
        amount: 20,
        expiresAt: ends(26),
        source: "plan",
        sourceId: `example-trial-${today.toISOString().slice(0, 7)}`,
        reason: "Pro, trial month",
      }),
      ...grantsOf(example.id, story, welcomeOf(now)),
      grant(addDays(now, -2), {
        kind: "purchased",
        amount: 100,
        expiresAt: null,
        source: "pack",
        sourceId: null,
        reason: "100-credit pack",
      }),
    ];
  },
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
  history: () => [],
};

/** A user who only buys packs. */
const kenji: DemoPerson = {
  id: "0e8a3b52-6f1c-4d27-9a40-5b8e17c3d204",
  slug: "kenji",
  name: "Kenji",
  email: "kenji@example.com",
  claims: () => [],
  history: (now) => {
    const { grant, spend, run } = storyOf(kenji.id);
    const pack = (amount: number) => ({
      kind: "purchased" as const,
      amount,
      expiresAt: null,
      source: "pack",
      sourceId: null,
      reason: `${amount}-credit pack`,
    });
    return [
      grant(addDays(now, -62.3), pack(100)),
      ...run(addDays(now, -62.2), "ai-portrait-animation", 1, { held: 25, used: 25 }),
      spend(addDays(now, -47.6), "smart-cutout", 3, 15),
      grant(addDays(now, -20.4), pack(500)),
      ...run(addDays(now, -20.3), "background-removal", 20, { held: 40, used: 24 }),
      spend(addDays(now, -6.1), "template-export", 1, 10),
    ];
  },
};

/** The users of a demonstration, in the order of the sign-in page; then those who are not on it. */
export const demoPeople: readonly DemoPerson[] = [example, mina, omar, kenji, ...friendsOfMina];
