import { expect, test } from "vitest";
import { testDatabase } from "#testing/database.ts";
import { runCommand } from "#testing/run-command.ts";
import { openShop } from "#testing/shop.ts";

const { db, url } = await testDatabase();
const shop = await openShop(db);

test("an operator sees what differs, repairs it, and the command says with its exit code whether something is left", async () => {
  await shop.control({ plan: { copies: 0, delayMs: 0, hold: false } });
  const { order } = await shop.bought(await shop.newBuyer());
  const today = new Date(Date.now() - 60_000).toISOString();
  const seen = await run("--since", today);
  expect(seen).toMatchObject({ code: 1 });
  expect(seen.output).toMatch(new RegExp(`^missing {2}cs_\\S+ is paid, but order ${order} is open {2}\\(left\\)`));
  const repaired = await run("--since", today, "--repair");
  expect(repaired).toMatchObject({ code: 0, output: expect.stringContaining("1 repaired, 0 left.") });
  expect((await shop.order(order))?.status).toBe("paid");
  expect(await run("--since", today)).toMatchObject({ code: 0, output: "0 repaired, 0 left.\n" });
});

test("its words are checked before anything is read", async () => {
  expect((await run()).error).toContain("--since must be a date such as 2026-11-01.");
  expect((await run("--since", "yesterday")).error).toContain("--since must be a date");
  expect((await run("--since", "2999-01-01")).error).toContain("--since must be in the past.");
});

function run(...words: string[]) {
  return runCommand("reconcile", words, { appUrl: url });
}
