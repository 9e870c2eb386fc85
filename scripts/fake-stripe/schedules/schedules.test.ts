import { expect, test } from "vitest";
import { day, openFakeStripe, refusalOf } from "../testing.ts";

const fake = openFakeStripe({ deliversEvents: false });

/** A yearly plan with a schedule that goes on by the month at the year's end. */
async function scheduled() {
  const stripe = fake.stripe();
  const customer = await fake.customerAt("2027-04-01T00:00Z");
  const [yearly, monthly] = [await fake.price(9588, "year"), await fake.price(999)];
  const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: yearly.id, quantity: 2 }] });
  const { id, phases } = await stripe.subscriptionSchedules.create({ from_subscription: made.id });
  const [first] = phases;
  const schedule = await stripe.subscriptionSchedules.update(id, {
    end_behavior: "release",
    phases: [
      {
        items: [{ price: yearly.id, quantity: 2 }],
        start_date: first?.start_date ?? 0,
        end_date: first?.end_date ?? 0,
      },
      { items: [{ price: monthly.id, quantity: 2 }], duration: { interval: "month" }, proration_behavior: "none" },
    ],
  });
  return { customer, subscription: made.id, schedule, yearly, monthly };
}

test("a phase begins with its renewal: after the year the plan is monthly, and then the schedule lets go", async () => {
  const { customer, subscription, schedule, monthly } = await scheduled();
  const stripe = fake.stripe();
  expect(schedule.phases.map(({ start_date: start, end_date: end }) => [day(start), day(end)])).toEqual([
    ["2027-04-01", "2028-04-01"],
    ["2028-04-01", "2028-05-01"],
  ]);
  const preview = await stripe.invoices.createPreview({ subscription });
  expect(preview.total).toBe(1998);
  await customer.to("2028-04-02T00:00Z");
  const after = await stripe.subscriptions.retrieve(subscription, { expand: ["latest_invoice"] });
  expect(after.items.data).toMatchObject([{ price: { id: monthly.id }, quantity: 2 }]);
  expect(day(after.items.data[0]?.current_period_end)).toBe("2028-05-01");
  expect(after.latest_invoice).toMatchObject({ total: 1998, status: "paid", lines: { data: [{ amount: 1998 }] } });
  await customer.to("2028-05-02T00:00Z");
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ schedule: null, status: "active" });
  expect(await stripe.subscriptionSchedules.retrieve(schedule.id)).toMatchObject({ status: "released" });
});

test("a released subscription runs on as it is, and its schedule takes no change", async () => {
  const { customer, subscription, schedule } = await scheduled();
  const stripe = fake.stripe();
  expect(await refusalOf(stripe.subscriptions.update(subscription, { cancel_at_period_end: true }))).toMatchObject({
    status: 400,
  });
  const released = await stripe.subscriptionSchedules.release(schedule.id);
  expect(released).toMatchObject({ status: "released", released_subscription: subscription, subscription: null });
  await customer.to("2028-04-02T00:00Z");
  const { data } = await stripe.invoices.list({ subscription });
  expect(data.map(({ total }) => total)).toEqual([19_176, 19_176]);
  expect(await refusalOf(stripe.subscriptionSchedules.release(schedule.id))).toMatchObject({ status: 400 });
});
