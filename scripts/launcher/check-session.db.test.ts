import { afterEach, expect, test } from "vitest";
import { checkDatabase } from "#scripts/local-postgres/database.ts";
import { testDatabase } from "#testing/database.ts";
import { openPooler, type PoolerFault } from "#testing/pooler.ts";
import { checkDirect } from "./check-direct.ts";
import { checkSession } from "./check-session.ts";

const { url, db } = await testDatabase();
const closes: (() => void)[] = [];
afterEach(() => {
  for (const close of closes.splice(0)) close();
});

test("a direct connection lacks nothing", async () => {
  expect(await checkSession(url)).toEqual([]);
});

test("a pooler that refuses start-up parameters is reported with what to set there, and on the role", async () => {
  const [refused = "", dropped = "", ...others] = await checkThrough("refuses");
  expect(refused).toContain("ignore_startup_parameters = default_transaction_isolation,random_page_cost,lock_timeout,");
  expect(dropped).toContain("ALTER ROLE purse_app SET lock_timeout = '5s'");
  expect(others).toEqual([]);
});

test("a pooler that forgets prepared statements between transactions is reported with what to set there", async () => {
  expect(await checkThrough("forgets")).toEqual([expect.stringContaining("max_prepared_statements")]);
  const pooler = await openPooler(url, "forgets");
  closes.push(pooler.close);
  await expect(checkDatabase({ url: pooler.url }, "demo")).rejects.toThrow("max_prepared_statements");
});

test("timeouts that a pooler drops are reported, and can be set on the role as the message says", async () => {
  const [dropped = "", ...others] = await checkThrough("drops");
  expect(others).toEqual([]);
  const orders = dropped.match(/ALTER ROLE \S+ SET \w+ = '\w+';/g) ?? [];
  expect(orders.map((order) => order.split(" ")[4])).toEqual([
    "lock_timeout",
    "statement_timeout",
    "idle_in_transaction_session_timeout",
  ]);
  // Set for this database only: other tests share the role.
  const here = `IN DATABASE ${new URL(url).pathname.slice(1)} SET`;
  for (const order of orders) await db.$client.unsafe(order.replace("SET", here));
  expect(await checkThrough("drops")).toEqual([]);
});

test("LISTEN that receives nothing of what the app announces is refused", async () => {
  expect(await checkDirect({ url, directUrl: undefined })).toEqual([]);
  expect(await checkDirect({ url, directUrl: url })).toEqual([]);
  const elsewhere = new URL(url);
  elsewhere.pathname = "/purse";
  expect(await checkDirect({ url, directUrl: elsewhere.href })).toEqual([
    expect.stringContaining("DATABASE_DIRECT_URL receives nothing"),
  ]);
});

async function checkThrough(fault: PoolerFault): Promise<string[]> {
  const pooler = await openPooler(url, fault);
  closes.push(pooler.close);
  return await checkSession(pooler.url);
}
