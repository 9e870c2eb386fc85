import { afterAll, expect, test } from "vitest";
import { startFakeStripe } from "#scripts/fake-stripe/start.ts";
import { stripeClient } from "./client.ts";
import { forwardToFakeStripe } from "./forward-to-fake.ts";

const fakeStripe = await startFakeStripe({
  port: 0,
  webhookUrl: "http://127.0.0.1:9/",
  webhookSecrets: ["whsec_of_the_tests"],
  publicUrl: "http://localhost:3000",
});
process.env.STRIPE_API_BASE = fakeStripe.url;
afterAll(() => fakeStripe.stop());

const forward = (path: string[], form?: { [name: string]: string }) => {
  const more = form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) };
  return forwardToFakeStripe(new Request("http://localhost:3000/demo/stripe", more), path);
};

test("the pages of a customer are forwarded with their forms and a strict policy, and the API is not", async () => {
  const stripe = stripeClient();
  const features = { payment_method_update: { enabled: true }, invoice_history: { enabled: true } };
  await stripe.billingPortal.configurations.create({ features, default_return_url: "http://localhost:3000/billing" });
  const customer = await stripe.customers.create({ email: "one@example.com" });
  const session = await stripe.billingPortal.sessions.create({ customer: customer.id });
  const page = await forward(["portal", session.id]);
  expect(await page.text()).toContain("Payment method");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect((await forward(["portal", "style.css"])).headers.get("content-type")).toContain("text/css");
  const changed = await forward(["portal", session.id], { button: "card-that-works" });
  expect([changed.status, changed.headers.get("location")]).toEqual([303, session.url]);
  expect(await (await forward(["portal", session.id])).text()).toContain("Visa •••• 4444");
  for (const path of [["v1", "customers"], ["control"], ["portal"], ["invoice", "in_none"], ["pay", session.id, "x"]]) {
    expect((await forward(path)).status).toBe(404);
  }
});
