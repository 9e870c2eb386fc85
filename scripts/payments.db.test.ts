import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { recordEvent, setEventUnsettled } from "#db/queries/orders/stripe-events.ts";
import { testDatabase } from "#testing/database.ts";
import { runCommand } from "#testing/run-command.ts";
import { openShop } from "#testing/shop.ts";

const { db, url } = await testDatabase();
const shop = await openShop(db);

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

test("an operator sees a payment beside its credits, and refunds, clears and unfreezes it", async () => {
  const buyer = await shop.newBuyer();
  const { order, intent } = await shop.bought(buyer);
  expect((await run("show", order)).output).toContain(
    `order ${order}, ${intent}\nMoney    $4.99 paid, $0.00 returned, no dispute`,
  );
  expect((await run("refund", intent)).output).toContain(
    "To refund the unused share: --cents 499. Nothing was changed.",
  );
  expect((await run("refund", order, "--cents", "299")).error).toContain("--reason is required.");
  expect((await run("refund", order, "--cents", "0")).error).toContain("--cents must be a whole number above 0.");
  const asked = ["refund", order, "--cents", "299", "--key", "k1", "--reason", "Not needed"];
  for (const _twice of [1, 2]) {
    const { output } = await run(...asked);
    expect(output).toContain("$2.99 returned");
    expect(output).toContain("40 of 100 left, 0 on hold; 60 to take back: 60 taken");
  }
  expect((await run("clear", order, "--reason", "Sound")).output).toContain("is not frozen. Nothing was changed.");
  await shop.control({ warn: { intent } });
  expect((await run("show", intent)).output).toContain("its bank warns of fraud");
  expect((await run("clear", order, "--reason", "Sound")).output).toContain("can be used.");
  expect((await run("unfreeze", buyer, "--reason", "Paid")).error).toContain("No dispute stops purchases");
  await shop.control({ dispute: { intent, amount: 100, status: "lost" } });
  expect((await run("show", order)).output).toContain("dispute lost: $1.00");
  expect((await run("unfreeze", buyer, "--reason", "Paid")).output).toContain("can buy again");
});

test("what is not a payment of ours is said, and the words are checked", async () => {
  expect((await run("show", "pi_1")).error).toContain("No payment of ours is pi_1");
  expect((await run("show", randomUUID())).error).toContain("No payment of ours is");
  expect((await run("refund")).error).toContain("OF or ACCOUNT is missing");
});

function run(...words: string[]) {
  return runCommand("payments", words, { appUrl: url });
}
