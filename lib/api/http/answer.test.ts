import { expect, test } from "vitest";
import { DeadlinePassed, Overloaded } from "#lib/with-deadline.ts";
import { answer } from "./answer.ts";

test.each([
  new Overloaded("10000 commands wait already"),
  new DeadlinePassed("the command was not begun in time"),
  Object.assign(new Error("the connection closed"), { code: "CONNECTION_CLOSED" }),
  Object.assign(new Error("canceling statement due to lock timeout"), { code: "55P03" }),
  Object.assign(new Error("could not extend file: No space left on device"), { code: "53100" }),
])("%s: the response is 503 with the time to wait", async (failure) => {
  const response = await answer(() => Promise.reject(failure));
  expect(response.status).toBe(503);
  expect(response.headers.get("Retry-After")).toBe("1");
  expect(response.headers.get("Content-Type")).toContain("application/problem+json");
  expect(await response.json()).toMatchObject({ type: "/problems/unavailable", status: 503 });
});
