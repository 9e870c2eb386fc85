import { once } from "node:events";
import { IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { countLines, expect, newOwner, test } from "./app.ts";

const image = { feature: "ai-image" };

test("an idempotency key has 1 to 255 printable ASCII characters", async ({ server, stranger }) => {
  const { account, backend } = await newOwner(server, stranger, { purchased: 100 });
  const spendWith = (headers: Record<string, string>) =>
    backend.ask({ method: "POST", path: "/api/v1/spends", headers, body: image });
  const answers = [await spendWith({})];
  for (const key of ["", "k".repeat(256), "kä", "a\tb", "\u00a0"]) {
    answers.push(await spendWith({ "Idempotency-Key": key }));
  }
  for (const { status, problem } of answers) {
    expect([status, problem?.type]).toEqual([400, "/problems/idempotency-key-missing"]);
  }
  expect(await countLines(server, account)).toBe(1);
  expect((await spendWith({ "Idempotency-Key": "k".repeat(255) })).status).toBe(201);
  expect((await spendWith({ "Idempotency-Key": "!~ {}" })).status).toBe(201);
});

test("a request with two keys is refused, equal or not, and does nothing", async ({ server, stranger }) => {
  const { account, backend } = await newOwner(server, stranger, { purchased: 100 });
  for (const keys of [
    ["one", "another"],
    ["one", "one"],
  ])
    expect(await sendWithKeys(`${server.url}/api/v1/spends`, backend.headers, keys)).toEqual({
      status: 400,
      problem: expect.objectContaining({ type: "/problems/idempotency-key-missing", status: 400 }),
    });
  expect(await countLines(server, account)).toBe(1);
  expect((await backend.spend(image, "one, another")).status).toBe(201);
});

/** `fetch` would join the headers; this sends a line for each. */
async function sendWithKeys(url: string, headers: Record<string, string>, keys: string[]) {
  const asked = request(url, { method: "POST", headers: { ...headers, "Content-Type": "application/json" } });
  asked.setHeader("Idempotency-Key", keys);
  asked.end(JSON.stringify(image));
  const [answer] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(asked, "response"));
  return { status: answer.statusCode, problem: await json(answer) };
}
