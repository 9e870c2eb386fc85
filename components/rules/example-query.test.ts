import { expect, test } from "vitest";
import { parseExample } from "./example-query.ts";
import { officialExample, useInOrder } from "./use-in-order.ts";

test("the official example takes 20 subscription and 5 activity credits", () => {
  expect(parseExample({})).toEqual(officialExample);
  expect(useInOrder(officialExample.had, officialExample.cost)).toEqual({
    subscription: 20,
    activity: 5,
    purchased: 0,
  });
});

test("a use that costs more than there is takes nothing", () => {
  expect(useInOrder({ subscription: 20, activity: 15, purchased: 100 }, 136)).toBeNull();
  expect(useInOrder({ subscription: 0, activity: 0, purchased: 0 }, 1)).toBeNull();
});

test("what an address asks for is used where it is valid", () => {
  const search = { subscription: "0", activity: "-3", purchased: "1e9", cost: ["7", "8"] };
  expect(parseExample(search)).toEqual({ had: { subscription: 0, activity: 15, purchased: 100 }, cost: 25 });
  expect(parseExample({ subscription: " 7 ", cost: "3" })).toMatchObject({ had: { subscription: 7 }, cost: 3 });
});
