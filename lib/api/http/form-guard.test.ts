import { createServer, type OutgoingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { log } from "#lib/observability/log.ts";
import { type FormRate, formBytesLimit, guardForms } from "./form-guard.ts";

const id = "40cf9069e424ae3b593a87a071e44deb80b4c20992";
const action = { "next-action": id, "content-type": "text/plain;charset=UTF-8" };

/** An app that reports what it received, behind the guard, and how often. */
async function guarded(rate?: FormRate, actions: ReadonlySet<string> = new Set([id])) {
  const handed: string[] = [];
  const guard = guardForms(actions, rate);
  const server = createServer(async (incoming, response) => {
    const admitted = await guard(incoming, response);
    if (admitted === null) return;
    handed.push(await text(admitted));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { handed, ask: (sent: Sent) => ask(port, sent) };
}

interface Sent {
  path?: string;
  method?: string;
  headers: OutgoingHttpHeaders;
  /** Sends the chunks one after the other, without a Content-Length when there are several. */
  body: readonly string[];
}

function ask(port: number, { path = "/sign-in", method = "POST", headers, body }: Sent) {
  return new Promise<{ status: number; retryAfter: string | undefined }>((resolve, reject) => {
    const sending = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"] });
    });
    sending.on("error", reject);
    const [only = "", ...more] = body;
    if (more.length === 0) sending.end(only);
    else {
      for (const part of body) sending.write(part);
      sending.end();
    }
  });
}

const references = `[${'"$K1",'.repeat(200_000)}1]`;
const form = { "next-action": id, "content-type": "multipart/form-data; boundary=x" };
const large: readonly (readonly [string, Sent])[] = [
  ["a text of 200,000 references", { headers: action, body: [references] }],
  ["the same without a length", { headers: action, body: [references.slice(0, 9), references.slice(9)] }],
  ["many small pieces", { headers: action, body: Array.from({ length: 40 }, () => "x".repeat(500)) }],
  ["multipart", { headers: form, body: [`--x\r\n${"a".repeat(formBytesLimit)}`] }],
  ["multipart without a length", { headers: form, body: [`--x\r\n`, "a".repeat(formBytesLimit), "a"] }],
  ["a form without a script", { headers: { "content-type": form["content-type"] }, body: ["a".repeat(100_000)] }],
  ["one byte too many", { headers: action, body: ["x".repeat(formBytesLimit + 1)] }],
  ["a path that leads out of the interface", { path: "/api/v1/../../sign-in", headers: action, body: [references] }],
  ["the same in disguise", { path: "/api/v1/%2e%2E/.%2e/sign-in", headers: action, body: [references] }],
  ["another method", { method: "PUT", headers: action, body: [references] }],
  ["a demonstration's sign-in", { path: "/api/demo/sign-in", headers: {}, body: [references] }],
  ["what next-auth would read", { path: "/api/auth/signin/email", headers: {}, body: [references] }],
  ["the payment page of a demonstration", { path: "/demo/stripe/pay/x", headers: {}, body: [references] }],
];

test.each(large)("a form that is too large is refused before the app sees it: %s", async (_, sent) => {
  const { handed, ask } = await guarded();
  expect((await ask(sent)).status).toBe(413);
  expect(handed).toEqual([]);
});

test("a form of many parts or references below the limit is refused before the app sees it", async () => {
  const { handed, ask } = await guarded();
  const part = (name: string) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n["$1"]\r\n`;
  const parts = Array.from({ length: 250 }, (_, n) => part(String(n)));
  expect((await ask({ headers: form, body: [`${parts.join("")}--x--\r\n`] })).status).toBe(400);
  const few = references.slice(0, formBytesLimit - 100);
  expect((await ask({ headers: action, body: [`${few}1]`] })).status).toBe(400);
  expect((await ask({ headers: { ...action, "next-action": "x" }, body: ["[]"] })).status).toBe(400);
  expect(handed).toEqual([]);
});

test("a form nested as deep as its size allows gets a response", async () => {
  const { handed, ask } = await guarded();
  const deep = "[".repeat(8_000) + "]".repeat(8_000);
  const field = `--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n${deep}\r\n--x--\r\n`;
  expect((await ask({ headers: form, body: [field] })).status).toBe(400);
  expect((await ask({ headers: action, body: [deep] })).status).toBe(400);
  expect(handed).toEqual([]);
});

test("a compressed form is refused on every page", async () => {
  const { handed, ask } = await guarded();
  for (const [path, headers] of [
    ["/sign-in", action],
    ["/", form],
    ["/api/demo/sign-in", {}],
    ["/demo/stripe/pay/x", {}],
  ] as const) {
    for (const encoding of ["gzip", "br", "identity, gzip", "x"]) {
      const sent = { path, headers: { ...headers, "content-encoding": encoding }, body: ["[]"] };
      expect((await ask(sent)).status, `${path} ${encoding}`).toBe(415);
    }
  }
  expect(handed).toEqual([]);
  expect((await ask({ headers: { ...action, "content-encoding": "identity" }, body: ["[]"] })).status).toBe(200);
});

test("a failing guard responds with an error and logs the reason", async () => {
  const error = vi.spyOn(log, "error").mockImplementation(() => undefined);
  onTestFinished(() => error.mockRestore());
  const cause = new RangeError("too deep");
  const actions = new Set([id]);
  actions.has = () => {
    throw cause;
  };
  const { handed, ask } = await guarded(undefined, actions);
  expect((await ask({ headers: action, body: ["[]"] })).status).toBe(500);
  expect(error).toHaveBeenCalledExactlyOnceWith({ err: cause }, "A form could not be checked");
  expect(handed).toEqual([]);
});

test("a valid form reaches the app byte for byte, with and without a length", async () => {
  const { handed, ask } = await guarded();
  const said = '["ż",3]';
  expect((await ask({ headers: action, body: [said] })).status).toBe(200);
  expect((await ask({ headers: action, body: [said.slice(0, 3), said.slice(3)] })).status).toBe(200);
  expect((await ask({ path: "/api/demo/sign-in", headers: {}, body: ["person=x"] })).status).toBe(200);
  expect(handed).toEqual([said, said, "person=x"]);
});

test("paths with their own limits are neither counted nor limited", async () => {
  const { handed, ask } = await guarded({ forms: 1, perSeconds: 600 });
  const photo = "p".repeat(200_000);
  for (const path of [
    "/api/v1/runs",
    "/tools/template-export/watermarked",
    "/api/stripe/webhook",
    "/api/oauth/token",
  ]) {
    expect((await ask({ path, headers: {}, body: [photo] })).status, path).toBe(200);
  }
  expect((await ask({ method: "GET", headers: {}, body: [""] })).status).toBe(200);
  expect(handed).toEqual([photo, photo, photo, photo, ""]);
});

test("an address can send a limited number of forms, whatever its headers say, and others are not affected", async () => {
  const { handed, ask } = await guarded({ forms: 3, perSeconds: 600 });
  const from = (address: string) => ask({ headers: { ...action, "x-forwarded-for": address }, body: ["[]"] });
  process.env.TRUSTED_PROXIES = "";
  const strangers = await Promise.all(["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"].map(from));
  expect(strangers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 429]);
  const wait = strangers.find(({ status }) => status === 429)?.retryAfter;
  expect(Number(wait)).toBeGreaterThan(0);
  process.env.TRUSTED_PROXIES = "127.0.0.1";
  onTestFinished(() => {
    delete process.env.TRUSTED_PROXIES;
  });
  const known = await Promise.all(["192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"].map(from));
  expect(known.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 429]);
  expect(handed).toHaveLength(7);
});
