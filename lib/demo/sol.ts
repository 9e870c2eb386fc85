import type { DemoPerson } from "./person.ts";
import { addDays, storyOf } from "./story.ts";

const transactions = 50_000;
const stepsAPack = 100;
const packCredits = 500;
const years = 3;

/** What Sol uses in turn; a hundred steps cost a little less than a pack brings. */
const uses = [
  ["ai-script", 1, 2],
  ["smart-cutout", 1, 5],
  ["ai-image", 1, 4],
  ["template-export", 1, 10],
  ["ai-script", 2, 4],
  ["background-removal", 2, 4],
] as const;

/** A user with 50,000 transactions: pages and spends must not depend on the length of a history. */
export const sol: DemoPerson = {
  id: "0e8a3b52-6f1c-4d27-9a40-5b8e17c3d205",
  slug: "sol",
  name: "Sol",
  email: "sol@example.com",
  claims: () => [],
  // Sol buys in the mobile app, whose store's purchases arrive as grants.
  purchases: () => ({ plan: null, packs: [] }),
  history: (now) => {
    const { grant, spend } = storyOf(sol.id);
    return Array.from({ length: transactions }, (_, index) => {
      const at = addDays(now, -years * 365 * (1 - index / transactions));
      if (index % stepsAPack === 0) {
        return grant(at, {
          kind: "purchased",
          amount: packCredits,
          expiresAt: null,
          source: "app-store",
          sourceId: `sol-${index}`,
          reason: `${packCredits}-credit pack`,
        });
      }
      const [feature, units, cost] = uses[index % uses.length] ?? uses[0];
      return spend(at, feature, units, cost);
    });
  },
};
