import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { z } from "zod";
import type { AppProcess } from "#testing/app-server.ts";
import { expect, newOwner, test } from "./app.ts";

const lineShape = z.looseObject({ time: z.iso.datetime(), level: z.string(), msg: z.string() });
const requestShape = lineShape.extend({ request: z.uuid(), route: z.string(), status: z.int(), ms: z.number() });

/** What a process prints from now on: other tests have used it before. */
function listenTo({ output }: AppProcess): () => string {
  const start = output().length;
  return () => output().slice(start);
}

/** Each complete line of a process's output, parsed: it must be JSON from the first to the last. */
function linesOf(output: string) {
  return output
    .slice(0, output.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean)
    .map((line) => lineShape.parse(JSON.parse(line)));
}

/** Sends these bytes and returns everything that comes back until the connection closes. */
function sendRaw(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "localhost", () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.on("close", () => resolve(answer)).on("error", reject);
  });
}

test("one line a request: its id, route, status, time and kind of caller, and nothing personal", async ({
  server,
  another: app,
  stranger,
}) => {
  const { web, backend, account } = await newOwner(server, stranger, { purchased: 5 });
  const output = listenTo(app);
  const secret = `secret-${randomUUID()}`;
  const calls = [
    { caller: "web", path: `/api/v1/transactions/1?${secret}`, route: "/api/v1/transactions/{version}", as: web },
    { caller: "service", path: "/api/v1/balance", route: "/api/v1/balance", as: backend },
    { caller: "none", path: `/sign-in?next=/${secret}`, route: "/sign-in", as: stranger },
    { caller: "none", path: `/${secret}`, route: "unknown", as: stranger },
    { caller: "web", path: "/profile", route: "/profile", as: web },
  ];
  for (const { caller, path, route, as } of calls) {
    const headers = { ...as.headers, Origin: app.url };
    const answer = await fetch(`${app.url}${path}`, { headers, redirect: "manual" });
    await answer.arrayBuffer();
    const id = answer.headers.get("x-request-id");
    const about = () => linesOf(output()).filter(({ request }) => request === id);
    await expect.poll(about).toHaveLength(1);
    const line = requestShape.parse(about()[0]);
    expect(line).toMatchObject({ level: "info", msg: "request", method: "GET", route, status: answer.status, caller });
  }
  for (const hidden of [secret, account, server.serviceKey]) expect(output()).not.toContain(hidden);
});

test("a database error is logged with message, code, constraint and request, never with its parameters", async ({
  server,
  another: app,
  stranger,
}) => {
  const { web, account } = await newOwner(server, stranger);
  const output = listenTo(app);
  const name = randomUUID();
  const constraint = "refused_by_the_test";
  await server.owner.unsafe(
    `alter table users add constraint ${constraint} check (email not like '%${name}%') not valid`,
  );
  try {
    const answer = await fetch(`${app.url}/api/v1/accounts`, {
      method: "POST",
      headers: { Authorization: `Bearer ${server.serviceKey}`, "Content-Type": "application/json" },
      body: JSON.stringify({ email: `${name}@example.com` }),
    });
    expect(answer.status).toBe(500);
    const line = linesOf(output()).find(({ level }) => level === "error");
    expect(line).toMatchObject({ msg: "A request failed", request: answer.headers.get("x-request-id") });
    expect(JSON.stringify(line)).toContain(constraint);
    expect(JSON.stringify(line)).toContain("23514");
    expect(output()).not.toContain(name);
  } finally {
    await server.owner.unsafe(`alter table users drop constraint ${constraint}`);
  }
  await server.owner`alter table credit_batches rename to credit_batches_away`;
  try {
    const page = await fetch(`${app.url}/profile/credits`, { headers: { ...web.headers, Origin: app.url } });
    await page.arrayBuffer();
    const told = () => linesOf(output()).filter(({ msg }) => msg === "A page failed");
    await expect.poll(told).not.toHaveLength(0);
    expect(told()[0]).toMatchObject({ route: "/profile/credits", request: page.headers.get("x-request-id") });
    expect(JSON.stringify(told()[0])).toContain("42P01");
    expect(output()).not.toContain(account);
    expect(output()).not.toContain("params");
  } finally {
    await server.owner`alter table credit_batches_away rename to credit_batches`;
  }
});

test("TRACE, CONNECT and unknown methods are refused with 405 and no stack, on pages and calls", async ({
  another: app,
}) => {
  const output = listenTo(app);
  for (const path of ["/", "/sign-in", "/api/v1/balance", "/api/none", "/none"])
    for (const method of ["TRACE", "PROPFIND", "PURGE", "NONSENSE"]) {
      const answer = await sendRaw(app.url, `${method} ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
      expect(answer, `${method} ${path}`).toMatch(path === "/api/none" ? /^HTTP\/1\.1 404 / : /^HTTP\/1\.1 405 /);
      expect(answer).toMatch(/^X-Request-Id: /im);
    }
  expect(await sendRaw(app.url, "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n")).toMatch(/^HTTP\/1\.1 405 /);
  for (const method of ["PUT", "PATCH", "DELETE"])
    expect((await fetch(`${app.url}/sign-in`, { method, headers: { Origin: app.url } })).status, method).toBe(405);
  expect(await sendRaw(app.url, "rubbish\r\n\r\n")).toMatch(/^HTTP\/1\.1 (400|405) /);
  expect(linesOf(output()).filter(({ level }) => level !== "info")).toEqual([]);
});
