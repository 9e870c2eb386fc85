import { expect, test } from "vitest";
import { allCalls } from "./all-calls.ts";

const calls = allCalls.filter(({ input }) => input.body !== undefined);

test.each(calls)("$method $path takes no query, as it has a body", async ({ path, method, input }) => {
  const headers = { "Content-Type": "application/json" };
  const request = new Request(`http://purse.test${path}?reference=a`, { method, headers, body: "{}" });
  const errors = [{ path: "reference", message: "is not known" }];
  expect(await input.read(request)).toMatchObject({ status: "refused", problem: { more: { errors } } });
});
