import { expect, test } from "vitest";
import { makeInThread, type Order } from "./make-in-thread.ts";
import { makeResult } from "./make-result.ts";
import { readToolInput } from "./read-tool-input.ts";
import type { ToolSlug } from "./tool.ts";

const quiet = () => ({ report: () => undefined, signal: new AbortController().signal });

test("while two tools work, the main thread does almost none of their work", async () => {
  const orders = await Promise.all([orderOf("ai-portrait-animation"), orderOf("smart-cutout")]);
  const [ours, all] = [process.threadCpuUsage(), process.cpuUsage()];
  const makings = await Promise.all(orders.map(({ input, units }) => makeResult(input, units, quiet())));
  expect(makings.map(({ status }) => status)).toEqual(["made", "made"]);
  // Shares of the processor's time, independent of the machine and its other load. In the main thread it would be 0.6.
  expect(sum(process.threadCpuUsage(ours)) / sum(process.cpuUsage(all))).toBeLessThan(0.1);
});

test("a thread's result arrives complete, with its progress before", async () => {
  const parts: number[] = [];
  const making = await makeInThread(await orderOf("ai-image"), { ...quiet(), report: (part) => parts.push(part) });
  if (making.status !== "made") throw new Error(making.reason);
  const [file] = making.files;
  expect(file?.bytes).toBeInstanceOf(Buffer);
  expect(file?.bytes.subarray(1, 4).toString()).toBe("PNG");
  expect(parts).toEqual([1]);
});

test("when the result is not needed any more, the thread and the wait for it end", async () => {
  const stop = new AbortController();
  const making = makeInThread(await orderOf("background-removal"), { report: () => stop.abort(), signal: stop.signal });
  await expect(making).rejects.toThrow("aborted");
  const late = makeInThread(await orderOf("background-removal"), { report: () => undefined, signal: stop.signal });
  await expect(late).rejects.toThrow("aborted");
});

test("a thread that cannot start fails its run", async () => {
  const order = { ...(await orderOf("ai-image")), input: null };
  // @ts-expect-error No such order is ever given.
  await expect(makeInThread(order, quiet())).rejects.toThrow();
});

async function orderOf(tool: ToolSlug): Promise<Order> {
  const reading = await readToolInput(tool, {}, null);
  if (reading.status !== "read") throw new Error(reading.message);
  return { input: reading.input, units: 1 };
}

function sum({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}
