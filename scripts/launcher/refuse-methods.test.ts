import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { allowedAt } from "#lib/api/allowed-methods.ts";
import { log } from "#lib/observability/log.ts";
import { refuseMalformed, refuseMethod } from "./refuse-methods.ts";

log.level = "silent";
const server = createServer((request, response) => {
  response.setHeader("X-Request-Id", "00000000-0000-4000-8000-000000000000");
  if (!refuseMethod(request, response, allowedAt)) response.end();
});
refuseMalformed(server, allowedAt);
beforeAll(async () => void (await once(server.listen(0, "127.0.0.1"), "listening")));
afterAll(() => void server.close());

const cases = [
  ["/api/v1/balance", 405, "GET, HEAD, OPTIONS"],
  ["/api/v1/spends", 405, "POST, OPTIONS"],
  ["/api/v1/spends/?x=1", 405, "POST, OPTIONS"],
  ["/api/v1/holds/1", 405, "GET, HEAD, OPTIONS"],
  ["/api/v1/grants", 405, "GET, HEAD, POST, OPTIONS"],
  ["/api/v1/session", 405, "DELETE, OPTIONS"],
  ["/api/health", 405, "GET, HEAD, OPTIONS"],
  ["/api/oauth/token", 405, "POST, OPTIONS"],
  ["/api/v1/nothing", 404, null],
  ["/api/auth/session", 405, "GET, HEAD, POST"],
  ["/profile", 405, "GET, HEAD, POST"],
] as const;

test.each(["TRACE", "PURGE", "NONSENSE"])("%s is refused with the methods of its path, under an id", async (method) => {
  for (const [path, status, allowed] of cases) {
    const answer = await send(`${method} ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    const { "x-request-id": id, allow = null, "content-type": type } = answer.headers;
    expect([path, answer.status, allow]).toEqual([path, status, allowed]);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    if (type === "application/problem+json") expect(JSON.parse(answer.body)).toMatchObject({ status });
  }
});

test("whatever is not a request is refused under an id too", async () => {
  for (const [sent, status] of [
    ["CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 405],
    ["rubbish\r\n\r\n", 405],
    [`GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431],
  ] as const) {
    const answer = await send(sent);
    expect(answer.status).toBe(status);
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  }
});

async function send(bytes: string) {
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const socket = connect(port, "127.0.0.1");
  socket.write(bytes);
  const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(": ")[0]?.toLowerCase() ?? "", line.slice(line.indexOf(": ") + 2)]),
  );
  return { status: Number(first.split(" ")[1]), headers, body };
}
