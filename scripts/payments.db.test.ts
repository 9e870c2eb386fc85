import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { recordEvent, setEventUnsettled } from "#db/queries/orders/stripe-events.ts";
import { testDatabase } from "#testing/database.ts";
import { runCommand } from "#testing/run-command.ts";

const { db, url } = await testDatabase();

test("an operator lists waiting events and settles each once, with a reason", async () => {
  const id = `evt_${randomUUID()}`;
  expect((await run("list", "--unsettled")).output).toContain("No event waits for you.");
  const event = { id, type: "checkout.session.completed", objectId: "cs_1", apiVersion: null, livemode: false };
  await recordEvent(db, { ...event, createdAt: new Date() });
  await setEventUnsettled(db, id, { reason: "Stripe has no payment page cs_1", orderId: null });
  expect((await run("list", "--unsettled")).output).toContain(
    `${id}  checkout.session.completed  cs_1  unsettled: Stripe has no`,
  );

  expect(await run("settle", id, "--dismiss")).toMatchObject({
    code: 1,
    error: expect.stringContaining("--reason is required."),
  });
  expect(await run("settle", id, "--reason", "Both or neither")).toMatchObject({ code: 1 });
  expect(await run("settle", id, "--grant", "--reason", "No order")).toMatchObject({
    code: 1,
    error: expect.stringContaining("names no order"),
  });
  expect((await run("settle", id, "--dismiss", "--reason", "Another shop's")).output).toBe(`${id} is dismissed.\n`);
  expect((await run("settle", id, "--dismiss", "--reason", "Again")).error).toContain("settled already");
  expect((await run("list")).output).toMatch(/dismissed by operator:\S+ at \S+: "Another shop's"/);
});

test("the events that one decision settles are listed before and after it", async () => {
  const [one, two, other] = ["1", "2", "3"].map((end) => `evt_${randomUUID()}_${end}`);
  if (one === undefined || two === undefined || other === undefined) throw new Error("no ids");
  for (const [id, objectId] of [
    [one, "cs_shared"],
    [two, "cs_shared"],
    [other, "cs_other"],
  ] as const) {
    const event = { id, objectId, type: "checkout.session.completed", apiVersion: null, livemode: false };
    await recordEvent(db, { ...event, createdAt: new Date() });
    await setEventUnsettled(db, id, { reason: "Stripe has no such page", orderId: null });
  }
  const lines = (await run("list", "--unsettled")).output.trim().split("\n");
  expect(lines.map((line) => / {2}\(settled together with (.*)\)$/.exec(line)?.[1])).toEqual([two, one, undefined]);
  expect((await run("settle", one, "--dismiss", "--reason", "Another shop's")).output).toBe(
    `${one} is dismissed.\n${two} is dismissed with it: it is about the same payment page.\n`,
  );
  expect((await run("list", "--unsettled")).output).toContain(other);
  expect((await run("list")).output).not.toContain("settled together with");
});

test("what is asked about an order's payment is checked before Stripe is asked", async () => {
  expect((await run("show", "pi_1")).error).toContain("pi_1 is not the id of an order.");
  expect((await run("show", randomUUID())).error).toContain("has no payment.");
  expect((await run("refund")).error).toContain("ORDER is missing");
  expect((await run("refund", randomUUID(), "--cents", "0")).error).toContain(
    "--cents must be a whole number above 0.",
  );
  expect((await run("reconcile", "--days", "0")).error).toContain("--days must be a whole number from 1 to 365.");
});

function run(...words: string[]) {
  return runCommand("payments", words, { appUrl: url });
}
