import type { DemoPerson } from "./person.ts";
import { addDays, secondsOf, storyOf } from "./story.ts";

/**
 * A user whose payments went back: the first pack was refunded after most of it was used, so that credits are to be repaid,
 * and the last one is disputed, so that nothing can be bought until the dispute is won.
 */
export const nora: DemoPerson = {
  id: "0e8a3b52-6f1c-4d27-9a40-5b8e17c3d20c",
  slug: "nora",
  name: "Nora",
  email: "nora@example.com",
  claims: () => [],
  purchases: (now) => ({
    plan: null,
    packs: [
      { pack: "pack-100", at: secondsOf(addDays(now, -24.6)) },
      { pack: "pack-500", at: secondsOf(addDays(now, -9.2)) },
      { pack: "pack-100", at: secondsOf(addDays(now, -3.4)) },
    ],
  }),
  returns: [
    { pack: 0, refundedCents: 499 },
    { pack: 2, dispute: "needs_response" },
  ],
  history: (now) => {
    const { spend, run } = storyOf(nora.id);
    return [
      ...run(addDays(now, -24.5), "ai-portrait-animation", 2, { held: 50, used: 50 }),
      spend(addDays(now, -16.1), "smart-cutout", 4, 20),
    ];
  },
};
