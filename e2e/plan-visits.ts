import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { signInQuietly } from "./new-person.ts";
import { joinDatabase } from "./the-product.ts";
import { as, go, type Visit } from "./visit.ts";

const plans = "/profile/credits/store/plans";

/** The pages of plans, in their states. */
export const planVisits: readonly Visit[] = [
  { route: plans, state: "full", full: true, open: as("omar", plans) },
  { route: plans, state: "with a plan", open: as("mina", plans) },
  { route: plans, state: "by the year, refused", open: as("omar", `${plans}?interval=year&problem=unavailable`) },
  { route: plans, state: "buying is stopped", open: as("nora", plans) },
  { route: plans, state: "subscribed, and past due", open: openPastDue },
  { route: `${plans}/orders/[order]`, state: "not paid yet", full: true, open: openOrder },
  { route: `${plans}/orders/[order]`, state: "begun", open: subscribe },
  { route: `${plans}/orders/[order]`, state: "not found", open: as("mina", `${plans}/orders/${randomUUID()}`) },
  { route: `${plans}/invoice`, state: "nothing to pay", full: true, open: as("omar", `${plans}/invoice`) },
];

async function openOrder(page: Page): Promise<void> {
  await signInQuietly(page, "order");
  await choosePlan(page);
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByRole("heading", { name: "Not subscribed yet" })).toBeVisible();
}

async function subscribe(page: Page): Promise<void> {
  await signInQuietly(page, "begun");
  await choosePlan(page);
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByRole("heading", { name: "20 credits added" })).toBeVisible();
}

/** As if the payment had failed: the plan is read from Stripe again only hours later. */
async function openPastDue(page: Page): Promise<void> {
  const person = await signInQuietly(page, "past-due");
  await choosePlan(page);
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByRole("heading", { name: "20 credits added" })).toBeVisible();
  const sql = await joinDatabase();
  await sql`update subscriptions set status = 'past_due' where user_id = ${person.account}`;
  await go(page, plans);
  await expect(page.getByRole("heading", { name: "Your payment for Pro is past due" })).toBeVisible();
}

async function choosePlan(page: Page): Promise<void> {
  await go(page, plans);
  await page.getByRole("button", { name: "Start 7-day free trial" }).click();
}
