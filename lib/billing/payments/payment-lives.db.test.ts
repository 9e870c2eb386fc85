import fc from "fast-check";
import { expect, test } from "vitest";
import { readFirstBreach } from "#db/queries/invariants/breaches.ts";
import { bookAllDue } from "#lib/jobs/book-due.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { installMovableClock } from "#testing/model/movable-clock.ts";
import { beginPaymentLife, mixed, type Step, sellPacks, usedBefore } from "#testing/payment-life.ts";
import { openPlans } from "#testing/plans.ts";
import { seeded } from "#testing/seed.ts";

// PAYMENT_LIVES=500 SEED=… npx vitest run lib/billing/payments/payment-lives.db.test.ts
const runs = Number(process.env.PAYMENT_LIVES ?? 5);
const dayMs = 24 * 60 * 60 * 1000;

const { db, owner } = await testDatabase();
const clock = await installMovableClock(owner, "purse_app");
const plans = await openPlans(db);
await sellPacks(db);

/** Of each step: how often its event arrives, and how many steps later; 0 is lost. */
const arrivals = fc.array(fc.record({ copies: fc.nat({ max: 2 }), late: fc.nat({ max: 4 }) }), {
  minLength: 20,
  maxLength: 20,
});
type Arrivals = { copies: number; late: number }[];

const pack: Step = { type: "pack", pack: "100" };
const spend = (amount: number): Step => ({ type: "spend", amount });
const refund = (percent: number, of = 0): Step => ({ type: "refund", of, percent });
const dispute = (state: "open" | "lost" | "none", of = 0): Step => ({ type: "dispute", of, state, percent: 100 });
const hold: Step = { type: "hold", amount: 60 };
const endHold = (percent: number): Step => ({ type: "end", of: 0, percent });
const fails: Step = { type: "settle", of: 0, fails: true };

test.each<[string, Step[], { available: number; debt: number }]>([
  ["in part, in part, and the rest", [pack, refund(33), refund(33), refund(100)], { available: 0, debt: 0 }],
  ["after everything was used", [pack, spend(100), refund(100)], { available: 0, debt: 100 }],
  ["while held, then released", [pack, hold, refund(100), endHold(0)], { available: 0, debt: 0 }],
  ["while held, then captured in part", [pack, hold, refund(100), endHold(40)], { available: 0, debt: 24 }],
  [
    "after it expired",
    [{ type: "pack", pack: "month" }, { type: "wait", days: 31 }, refund(100)],
    { available: 0, debt: 0 },
  ],
  ["and the refund fails", [pack, spend(40), refund(100), fails], { available: 60, debt: 0 }],
  ["repaid, and the refund fails", [pack, spend(100), refund(100), pack, fails], { available: 100, debt: 0 }],
  [
    "repaid by a payment that is disputed",
    [pack, spend(100), refund(100), pack, dispute("open", 1)],
    { available: 0, debt: 100 },
  ],
  ["in part, then disputed and won", [pack, refund(60), dispute("open"), dispute("none")], { available: 39, debt: 0 }],
  [
    "in part, then disputed and lost",
    [pack, spend(30), refund(60), dispute("open"), dispute("lost")],
    { available: 0, debt: 30 },
  ],
])("returned %s", async (_what, steps, expected) => {
  const life = await beginPaymentLife(db, plans);
  for (const step of steps) {
    await clock.move(step.type === "wait" ? step.days * dayMs : 1);
    await (await life.carryOut(step, clock.read()))?.bring();
  }
  await bookAllDue(db);
  expect(await balanceOf(life.account)).toMatchObject(expected);
  await expectReturnsToAddUp();
});

test("used before money goes back: shuffled, doubled and lost events end in the same batches, debt and balance", async () => {
  await fc.assert(
    fc.asyncProperty(usedBefore, arrivals, async (steps, arrive) => {
      const { orderly, chaotic } = await liveTwice(steps, { arrive, purchasesInOrder: true });
      expect(await batchesOf(chaotic)).toEqual(await batchesOf(orderly));
      expect(await balanceOf(chaotic)).toEqual(await balanceOf(orderly));
    }),
    seeded(runs),
  );
  await expectInvariants(db);
}, 120_000);

test("used at any time: the same grants and targets, and the same available less debt", async () => {
  await fc.assert(
    fc.asyncProperty(mixed, arrivals, async (steps, arrive) => {
      const { orderly, chaotic } = await liveTwice(steps, { arrive, purchasesInOrder: false });
      const [one, other] = [await balanceOf(orderly), await balanceOf(chaotic)];
      expect(other.available + other.held - other.debt).toBe(one.available + one.held - one.debt);
      expect(await targetsOf(chaotic)).toEqual(await targetsOf(orderly));
    }),
    seeded(runs),
  );
  await expectInvariants(db);
}, 120_000);

test("once all money has come again, every credit is back and nothing is owed", async () => {
  await fc.assert(
    fc.asyncProperty(mixed, async (steps) => {
      const life = await beginPaymentLife(db, plans);
      for (const step of steps) {
        await clock.move(1);
        await (await life.carryOut(step, clock.read()))?.bring();
      }
      await clock.move(1);
      life.keepMoney();
      await life.reconcile();
      await life.clear();
      await clock.move(1);
      await life.reconcile();
      const [row] = await owner`select coalesce(sum(taken_back + owed + repaid + coalesce(target, 0)), 0)::int as back
        from credit_batches where account_id = ${life.account}`;
      expect(row?.back).toBe(0);
    }),
    seeded(runs),
  );
  await expectInvariants(db);
}, 120_000);

/** Lives the same steps twice: with each event at once, and with events that come late, twice or never. */
async function liveTwice(steps: Step[], { arrive, purchasesInOrder }: { arrive: Arrivals; purchasesInOrder: boolean }) {
  const [orderly, chaotic] = [await beginPaymentLife(db, plans), await beginPaymentLife(db, plans)];
  const waiting: { at: number; bring: () => Promise<unknown> }[] = [];
  for (const [index, step] of steps.entries()) {
    await clock.move(step.type === "wait" ? step.days * dayMs : 1);
    await bookAllDue(db);
    if (step.type === "spend" || step.type === "hold") {
      // What one of them lacks at the moment, neither uses.
      const least = Math.min(await orderly.available(), await chaotic.available());
      if (least < step.amount) continue;
    }
    const [one, other] = [await orderly.carryOut(step, clock.read()), await chaotic.carryOut(step, clock.read())];
    await one?.bring();
    const isPurchase = step.type === "pack" || step.type === "bill";
    if (isPurchase && purchasesInOrder) await other?.bring();
    const { copies, late } = arrive[index % arrive.length] ?? { copies: 1, late: 0 };
    for (let copy = 0; other && copy < copies; copy += 1)
      waiting.push({ at: index + late * (copy + 1), bring: other.bring });
    for (const event of waiting.filter(({ at }) => at === index)) await event.bring();
    await expectReturnsToAddUp();
  }
  for (const life of [orderly, chaotic]) {
    await clock.move(1);
    await life.reconcile();
    if (!purchasesInOrder) await life.clear();
    await clock.move(1);
    await life.reconcile();
  }
  for (const { bring } of waiting) await bring();
  await expectReturnsToAddUp();
  return { orderly: orderly.account, chaotic: chaotic.account };
}

async function expectReturnsToAddUp() {
  await db.transaction(async (tx) => {
    for (const invariant of [9, 10, 11] as const) expect(await readFirstBreach(tx, invariant)).toBeNull();
  });
}

async function batchesOf(account: string) {
  return await owner`select number, kind, granted, remaining, held, forfeited, coalesce(target, 0) as target, taken_back, owed,
    repaid, forgiven, returned_from from credit_batches where account_id = ${account} order by number`;
}

async function targetsOf(account: string) {
  return await owner`select source, granted, coalesce(target, 0) as target from credit_batches
    where account_id = ${account} and returned_from is null order by source, granted, target`;
}

async function balanceOf(account: string) {
  const [row] =
    await owner`select (available_subscription + available_activity + available_purchased)::int as available,
    held::int as held, debt::int as debt, buying_frozen_at is null as buys from credit_accounts where id = ${account}`;
  return { available: Number(row?.available), held: Number(row?.held), debt: Number(row?.debt), buys: row?.buys };
}
