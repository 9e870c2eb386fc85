import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { makeInThread, type Order } from "./make-in-thread.ts";
import { makeResult } from "./make-result.ts";
import { readToolInput } from "./read-tool-input.ts";
import type { ToolSlug } from "./tool.ts";

const quiet = () => ({ report: () => undefined, signal: new AbortController().signal });

test("while two tools work, no turn of the event loop is long", { timeout: 120_000 }, async () => {
  const orders = await Promise.all([orderOf("ai-portrait-animation"), orderOf("smart-cutout")]);
  const longest = await longestTurn(async () => {
    const makings = await Promise.all(orders.map(({ input, units }) => makeResult(input, units, quiet())));
    expect(makings.map(({ status }) => status)).toEqual(["made", "made"]);
  });
  // By the processor's time of this thread, so that a busy machine does not count. Here they took 45 ms each.
  expect(longest).toBeLessThan(35);
});

test("what is made in a thread arrives whole, and how far it is meanwhile", { timeout: 60_000 }, async () => {
  const parts: number[] = [];
  const making = await makeInThread(await orderOf("ai-image"), { ...quiet(), report: (part) => parts.push(part) });
  if (making.status !== "made") throw new Error(making.reason);
  const [file] = making.files;
  expect(file?.bytes).toBeInstanceOf(Buffer);
  expect(file?.bytes.subarray(1, 4).toString()).toBe("PNG");
  expect(parts).toEqual([1]);
});

test("when nobody waits any more the thread ends, and so does the waiting", { timeout: 60_000 }, async () => {
  const stop = new AbortController();
  const making = makeInThread(await orderOf("background-removal"), { report: () => stop.abort(), signal: stop.signal });
  await expect(making).rejects.toThrow("aborted");
  const late = makeInThread(await orderOf("background-removal"), { report: () => undefined, signal: stop.signal });
  await expect(late).rejects.toThrow("aborted");
});

test("a thread that cannot begin is a failure of its run", { timeout: 60_000 }, async () => {
  const order = { ...(await orderOf("ai-image")), input: null };
  // @ts-expect-error No such order is ever given.
  await expect(makeInThread(order, quiet())).rejects.toThrow();
});

async function orderOf(tool: ToolSlug): Promise<Order> {
  const reading = await readToolInput(tool, {}, null);
  if (reading.status !== "read") throw new Error(reading.message);
  return { input: reading.input, units: 1 };
}

/** The most milliseconds that this thread was busy between two turns, as long as some work goes on. */
async function longestTurn(work: () => Promise<void>): Promise<number> {
  let going = true;
  const done = work().finally(() => {
    going = false;
  });
  let longest = 0;
  while (going) {
    const before = process.threadCpuUsage();
    await nextTurn();
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
  }
  await done;
  return longest;
}
