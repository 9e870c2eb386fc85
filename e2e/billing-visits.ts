import type { Page } from "@playwright/test";
import { signInQuietly } from "./new-person.ts";
import { subscribe } from "./subscribe.ts";
import { as, go, type Visit } from "./visit.ts";

const billing = "/profile/billing";

/** The pages of billing, in their states. */
export const billingVisits: readonly Visit[] = [
  { route: billing, state: "no plan", open: as("mina", billing) },
  { route: billing, state: "in a trial", full: true, open: subscribed(billing) },
  {
    route: `${billing}/change`,
    state: "to a year",
    full: true,
    open: subscribed(`${billing}/change?plan=pro&interval=year`),
  },
];

function subscribed(path: string) {
  return async (page: Page) => {
    await signInQuietly(page, "billing");
    await subscribe(page);
    await go(page, path);
  };
}
