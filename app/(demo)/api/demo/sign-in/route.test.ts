import { expect, test } from "vitest";
import { POST } from "./route.ts";

const own = "http://localhost:3000";
const form = "application/x-www-form-urlencoded";

async function statusOf(headers: Record<string, string>) {
  const sent = { method: "POST", headers: { "Content-Type": form, ...headers }, body: `person=${"x".repeat(41)}` };
  return (await POST(new Request(`${own}/api/demo/sign-in`, sent))).status;
}

test.each<Record<string, string>>([
  {},
  { Origin: "null" },
  { Origin: "https://evil.example" },
  { Origin: `${own}.evil.example` },
])("a sign-in form that another site sent is refused: %j", async (headers) => {
  expect(await statusOf(headers)).toBe(403);
});

test("our own form is read, and one in another charset is refused", async () => {
  expect(await statusOf({ Origin: own })).toBe(404);
  expect(await statusOf({ Origin: own, "Content-Type": `${form}; charset=utf-16` })).toBe(415);
});
