import type { Page } from "@playwright/test";
import { signInQuietly } from "./new-person.ts";
import { subscribe } from "./subscribe.ts";
import { as, go, type Visit } from "./visit.ts";

const billing = "/profile/billing";

/** The pages of billing, in their states. */
export const billingVisits: readonly Visit[] = [
  { route: billing, state: "no plan", open: as("omar", billing) },
  { route: billing, state: "with a plan", full: true, open: as("mina", billing) },
  { route: billing, state: "refunded, and disputed", open: as("nora", billing) },
  { route: billing, state: "in a trial", open: openTrial },
  {
    route: `${billing}/change`,
    state: "to a year",
    full: true,
    open: as("mina", `${billing}/change?plan=pro&interval=year`),
  },
];

async function openTrial(page: Page): Promise<void> {
  await signInQuietly(page, "billing");
  await subscribe(page);
  await go(page, billing);
}
