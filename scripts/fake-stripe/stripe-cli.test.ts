import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import Stripe from "stripe";
import { expect, test } from "vitest";
import { openFakeStripe } from "./testing.ts";

const fake = openFakeStripe({ deliversEvents: false });
const run = promisify(execFile);

/** What Stripe's own command line triggers with requests that it brings along. */
const triggered = [
  "billing_portal.configuration.created",
  "customer.deleted",
  "customer.subscription.deleted",
  "customer.subscription.updated",
  "invoice.marked_uncollectible",
  "invoice.paid",
  "invoice.payment_failed",
  "invoice.updated",
  "invoice.voided",
];

test("Stripe's own command line triggers events with its fixtures", async () => {
  const home = mkdtempSync(join(tmpdir(), "stripe-cli-"));
  const env = { ...process.env, HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: "1" };
  const stripe = join(import.meta.dirname, "../../node_modules/.bin/stripe");
  for (const event of triggered) {
    const key = ["--api-key", "sk_test_demo1234567890", "--api-base", fake.url()];
    const { stdout } = await run(stripe, ["trigger", event, ...key, "--api-version", Stripe.API_VERSION], { env });
    expect(stdout).toContain("Trigger succeeded");
  }
  const told = await fake.stripe().events.list({ limit: 100 });
  const types = new Set<string>(told.data.map(({ type }) => type));
  expect(triggered.filter((event) => !types.has(event))).toEqual([]);
});
