import { expect, test } from "vitest";
import { together } from "./together.ts";

/** A shop whose prices change, and how often they were read. */
function openShop() {
  const prices = new Map([
    ["pen", 1],
    ["cup", 2],
  ]);
  const looks: string[][] = [];
  const ask = together(async (names: readonly string[]) => {
    looks.push([...names]);
    return new Map(prices);
  });
  return { prices, looks, ask };
}

test("calls of one turn share one read, and each gets its own result", async () => {
  const { looks, ask } = openShop();
  expect(await Promise.all([ask("pen"), ask("cup"), ask("pen"), ask("hat")])).toEqual([1, 2, 1, null]);
  expect(looks).toEqual([["pen", "cup", "hat"]]);
});

test("a call made after a read has started gets the result of the next read", async () => {
  const { prices, looks, ask } = openShop();
  expect(await ask("pen")).toBe(1);
  prices.set("pen", 5);
  expect(await ask("pen")).toBe(5);
  expect(looks).toHaveLength(2);
});

test("a call made during a read does not get that read's result", async () => {
  const looks: PromiseWithResolvers<Map<string, number>>[] = [];
  const ask = together((_names: readonly string[]) => {
    const look = Promise.withResolvers<Map<string, number>>();
    looks.push(look);
    return look.promise;
  });
  const first = ask("pen");
  await expect.poll(() => looks.length).toBe(1);
  const second = ask("pen");
  await expect.poll(() => looks.length).toBe(2);
  looks[1]?.resolve(new Map([["pen", 5]]));
  expect(await second).toBe(5);
  looks[0]?.resolve(new Map([["pen", 1]]));
  expect(await first).toBe(1);
});

test("a failed read fails its own calls and no later ones", async () => {
  let fails = true;
  const ask = together(async (names: readonly string[]) => {
    if (fails) throw new Error("out");
    return new Map(names.map((name) => [name, 1]));
  });
  const settled = await Promise.allSettled([ask("pen"), ask("cup")]);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  expect(await ask("pen")).toBe(1);
});
