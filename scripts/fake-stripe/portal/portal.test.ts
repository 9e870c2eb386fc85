import { expect, test } from "vitest";
import { openFakeStripe, refusalOf } from "../testing.ts";

const fake = openFakeStripe({ deliversEvents: false });
const home = "http://localhost:3000/profile/billing";

async function configured() {
  return await fake.stripe().billingPortal.configurations.create({
    business_profile: { headline: "Purse" },
    default_return_url: home,
    features: {
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: {
        enabled: true,
        mode: "at_period_end",
        proration_behavior: "none",
        cancellation_reason: { enabled: true, options: ["too_expensive", "unused"] },
      },
      subscription_update: { enabled: false },
    },
  });
}

async function subscribed() {
  const customer = await fake.customerAt("2027-04-01T00:00Z");
  const price = await fake.price(999);
  const { id } = await fake.stripe().subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  return { customer, id };
}

const read = async (page: string) => await (await fetch(`${fake.url()}${page}`)).text();
const submit = (page: string, fields: { [name: string]: string }) =>
  fetch(`${fake.url()}${page}`, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });

test("a configuration is made, found again and changed", async () => {
  const stripe = fake.stripe();
  const made = await configured();
  const changed = await stripe.billingPortal.configurations.update(made.id, { metadata: { version: "2" } });
  expect(changed).toMatchObject({ metadata: { version: "2" }, features: { subscription_cancel: { enabled: true } } });
  const found = await stripe.billingPortal.configurations.list({ active: true });
  expect(found.data.map(({ id }) => id)).toContain(made.id);
  const features = { subscription_update: { enabled: true, products: [{ product: "prod_1", prices: ["price_1"] }] } };
  expect(await refusalOf(stripe.billingPortal.configurations.create({ features }))).toMatchObject({ status: 400 });
});

test("the portal shows plan, card and invoices, cancels at the period's end and takes that back", async () => {
  const configuration = await configured();
  const { customer, id } = await subscribed();
  const session = await fake
    .stripe()
    .billingPortal.sessions.create({ customer: customer.id, configuration: configuration.id });
  expect(session.url).toBe(`http://localhost:3000/demo/stripe/portal/${session.id}`);
  const page = `/portal/${session.id}`;
  for (const text of [
    "Purse",
    "Pro × 1",
    "$9.99 / month",
    "Renews on 1 May 2027",
    "Visa •••• 4242",
    "1 Apr 2027",
    home,
  ]) {
    expect(await read(page)).toContain(text);
  }
  expect((await submit(page, { button: "cancel", subscription: id })).headers.get("location")).toBe(session.url);
  expect(await fake.stripe().subscriptions.retrieve(id)).toMatchObject({ cancel_at_period_end: true });
  expect(await read(page)).toContain("Ends on 1 May 2027");
  await submit(page, { button: "resume", subscription: id });
  expect(await fake.stripe().subscriptions.retrieve(id)).toMatchObject({ cancel_at_period_end: false });
});

test("a deep link leads to cancelling alone, and back", async () => {
  const configuration = await configured();
  const { customer, id } = await subscribed();
  const session = await fake.stripe().billingPortal.sessions.create({
    customer: customer.id,
    configuration: configuration.id,
    return_url: home,
    flow_data: {
      type: "subscription_cancel",
      subscription_cancel: { subscription: id },
      after_completion: { type: "redirect", redirect: { return_url: `${home}?cancelled` } },
    },
  });
  const page = `/portal/${session.id}`;
  expect(await read(page)).toContain("It stays active until 1 May 2027.");
  expect((await submit(page, { button: "back" })).headers.get("location")).toBe(home);
  const done = await submit(page, { button: "cancel", subscription: id, reason: "unused" });
  expect(done.headers.get("location")).toBe(`${home}?cancelled`);
  expect(await fake.stripe().subscriptions.retrieve(id)).toMatchObject({
    cancel_at_period_end: true,
    cancellation_details: { feedback: "unused", reason: "cancellation_requested" },
  });
});

test("a customer cannot cancel another customer's subscription", async () => {
  const configuration = await configured();
  const [mine, other] = [await subscribed(), await subscribed()];
  const asked = { customer: mine.customer.id, configuration: configuration.id };
  const session = await fake.stripe().billingPortal.sessions.create(asked);
  await submit(`/portal/${session.id}`, { button: "cancel", subscription: other.id });
  expect(await fake.stripe().subscriptions.retrieve(other.id)).toMatchObject({ cancel_at_period_end: false });
  const flow = { type: "subscription_cancel", subscription_cancel: { subscription: other.id } };
  expect(await refusalOf(fake.stripe().billingPortal.sessions.create({ ...asked, flow_data: flow }))).toMatchObject({
    status: 400,
  });
  expect((await fetch(`${fake.url()}/portal/bps_none`)).status).toBe(404);
});

test("the demo's panel lets a payment fail and a month pass; the invoice's page takes another card", async () => {
  const configuration = await configured();
  const { customer, id } = await subscribed();
  const stripe = fake.stripe();
  const asked = { customer: customer.id, configuration: configuration.id };
  const page = `/portal/${(await stripe.billingPortal.sessions.create(asked)).id}`;
  for (const clock of ["fail", "next-month"]) await submit(page, { clock });
  const late = await stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] });
  expect(late).toMatchObject({ status: "past_due", latest_invoice: { status: "open" } });
  expect(await read(page)).toContain("The last payment failed");
  const invoice = typeof late.latest_invoice === "object" ? late.latest_invoice : null;
  expect(invoice?.hosted_invoice_url).toBe(`http://localhost:3000/demo/stripe/invoice/${invoice?.id}`);
  expect((await submit(`/invoice/${invoice?.id}`, { button: "decline" })).status).toBe(402);
  await submit(`/invoice/${invoice?.id}`, { button: "pay" });
  expect(await stripe.invoices.retrieve(invoice?.id ?? "")).toMatchObject({ status: "paid" });
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: "active" });
  for (const clock of ["30-days", "next-month"]) await submit(page, { clock });
  expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(3);
});

test("another card is the one that later invoices are paid with", async () => {
  const configuration = await configured();
  const { customer, id } = await subscribed();
  const session = await fake.stripe().billingPortal.sessions.create({
    customer: customer.id,
    configuration: configuration.id,
    flow_data: {
      type: "payment_method_update",
      after_completion: { type: "hosted_confirmation", hosted_confirmation: { custom_message: "Card saved" } },
    },
  });
  const done = await submit(`/portal/${session.id}`, { button: "card-that-fails" });
  expect(await done.text()).toContain("Card saved");
  await customer.to("2027-05-02T00:00Z");
  expect(await fake.stripe().subscriptions.retrieve(id)).toMatchObject({ status: "past_due" });
  await submit(`/portal/${session.id}`, { button: "card-that-works" });
  const after = await fake.stripe().subscriptions.retrieve(id, { expand: ["default_payment_method"] });
  expect(after.default_payment_method).toMatchObject({ card: { last4: "4444" } });
});
