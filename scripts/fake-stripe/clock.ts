import { type FakeStripe, nowSeconds } from "./fake.ts";

/** The time at which a customer is: that of its test clock, or ours and as far ahead as the demonstration has moved. */
export function nowOf({ state }: FakeStripe, customer: string): number {
  const { testClock, aheadSeconds } = state.customers[customer] ?? { testClock: null, aheadSeconds: 0 };
  const clock = testClock === null ? undefined : state.testClocks[testClock];
  return clock?.frozenTime ?? nowSeconds() + aheadSeconds;
}
