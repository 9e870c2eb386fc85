import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { recordEvent, setEventUnsettled } from "#db/queries/stripe-events.ts";
import { testDatabase } from "#testing/database.ts";
import { runScript } from "#testing/run-script.ts";

const { db, url } = await testDatabase();

test("an operator lists what waits and settles it with a reason, once", async () => {
  const id = `evt_${randomUUID()}`;
  expect(run("list", "--unsettled").output).toContain("No event waits for you.");
  const event = { id, type: "checkout.session.completed", objectId: "cs_1", apiVersion: null, livemode: false };
  await recordEvent(db, { ...event, createdAt: new Date() });
  await setEventUnsettled(db, id, { reason: "Stripe has no payment page cs_1", orderId: null });
  expect(run("list", "--unsettled").output).toContain(
    `${id}  checkout.session.completed  cs_1  unsettled: Stripe has no`,
  );

  expect(run("settle", id, "--dismiss")).toMatchObject({ code: 1, error: expect.stringContaining("reason: ") });
  expect(run("settle", id, "--reason", "Both or neither")).toMatchObject({ code: 1 });
  expect(run("settle", id, "--grant", "--reason", "No order")).toMatchObject({
    code: 1,
    error: expect.stringContaining("names no order"),
  });
  expect(run("settle", id, "--dismiss", "--reason", "Another shop's").output).toBe(`${id} is dismissed.\n`);
  expect(run("settle", id, "--dismiss", "--reason", "Again").error).toContain("settled already");
  expect(run("list").output).toMatch(/dismissed by operator:\S+ at \S+: "Another shop's"/);
});

function run(...words: string[]) {
  return runScript("payments", words, { appUrl: url });
}
