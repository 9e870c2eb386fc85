import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import { done } from "#testing/api-client.ts";
import { countLines, expect, grantOf, inDays, newOwner, test } from "./app.ts";

/** A body as a client might write it, and the field that the problem must name. */
type BadBody = readonly [name: string, body: unknown, path: string];

const badAmounts = [
  ["0", 0],
  ["-1", -1],
  ["1.5", 1.5],
  ["2^53", 2 ** 53],
  ['"5"', "5"],
  ["null", null],
  ["true", true],
  ["a list", [5]],
  ["over the limit", 1_000_000_001],
] as const;

const image = { feature: "ai-image" };

const badSpends: readonly BadBody[] = [
  ...badAmounts.map(([name, units]) => [`units ${name}`, { ...image, units }, "units"] as const),
  ["units that cost more than can be spent", { feature: "ai-portrait-animation", units: 1_000_000 }, "?"],
  ["no feature", {}, "feature"],
  ["an unknown feature", { feature: "time-travel" }, "feature"],
  ["a feature that is no name", { feature: "'; drop table users --" }, "feature"],
  ["a feature with a NUL character", { feature: "ai-image\u0000" }, "feature"],
  ["a feature of 10,000 letters", { feature: "a".repeat(10_000) }, "feature"],
  ["a client that names its own price", { ...image, cost: 1 }, "cost"],
  ["a client that names the account", { ...image, account: randomUUID() }, "account"],
  ["an unknown field", { ...image, colour: "red" }, "colour"],
  ["__proto__", '{"feature":"ai-image","__proto__":{"units":1}}', "__proto__"],
  ["a reference with a NUL character", { ...image, reference: "a\u0000b" }, "reference"],
  ["a reference with a direction mark", { ...image, reference: "a\u202eb" }, "reference"],
  ["a reference with a line break", { ...image, reference: "a\nb" }, "reference"],
  ["half of a surrogate pair", '{"feature":"ai-image","reference":"a\\ud800b"}', "reference"],
  ["an empty reference", { ...image, reference: "" }, "reference"],
  ["a reference of 121 letters", { ...image, reference: "r".repeat(121) }, "reference"],
  ["an email address as reference", { ...image, reference: "for mina@example.com" }, "reference"],
  ["an invented quote", { ...image, quote: "AAAA" }, "quote"],
  ["a quote that is no id", { ...image, quote: "not a quote!" }, "quote"],
  ["a quote of 5,000 letters", { ...image, quote: "A".repeat(5_000) }, "quote"],
  ["null", null, ""],
  ["a list", [image], ""],
  ["a text", '"ai-image"', ""],
  ["200 nested lists", `${"[".repeat(200)}${"]".repeat(200)}`, ""],
  ["200 nested lists in a field", `{"feature":${"[".repeat(200)}${"]".repeat(200)}}`, ""],
];

test("an invalid spend is refused with the invalid fields, and changes nothing", async ({ server, stranger }) => {
  const owner = await newOwner(server, stranger, { purchased: 100 });
  const before = done(await owner.web.balance());
  for (const [name, body, path] of badSpends) {
    const { status, problem } = await owner.backend.spend(body);
    expect(status, name).toBe(path === "?" ? 402 : 422);
    if (path !== "?") expect(namedPlaces(problem), name).toContain(path);
  }
  expect(done(await owner.web.balance())).toEqual({ ...before, at: expect.any(String) });
});

const badGrants: readonly BadBody[] = [
  ...badAmounts.map(([name, amount]) => [`amount ${name}`, grantOf("purchased", 1, { amount }), "amount"] as const),
  ["an unknown kind", grantOf("purchased", 5, { kind: "gift" }), "kind"],
  ["subscription credits that never end", grantOf("subscription", 5, { expiresAt: undefined }), "expiresAt"],
  ["activity credits that never end", grantOf("activity", 5, { expiresAt: undefined }), "expiresAt"],
  ["an end in the past", grantOf("activity", 5, { expiresAt: inDays(-1) }), "expiresAt"],
  ["an end this very moment", grantOf("activity", 5, { expiresAt: inDays(0) }), "expiresAt"],
  ["an end more than ten years ahead", grantOf("purchased", 5, { expiresAt: inDays(3_654) }), "expiresAt"],
  ["an end in the year 20000", grantOf("activity", 5, { expiresAt: "+020000-01-01T00:00:00.000Z" }), "expiresAt"],
  ["an end on no day", grantOf("activity", 5, { expiresAt: "2027-02-30T00:00:00.000Z" }), "expiresAt"],
  ["an end without a zone", grantOf("activity", 5, { expiresAt: "2027-02-03T00:00:00" }), "expiresAt"],
  ["an end as a number", grantOf("activity", 5, { expiresAt: 1_800_000_000_000 }), "expiresAt"],
  ["infinity as an end", grantOf("activity", 5, { expiresAt: "infinity" }), "expiresAt"],
  ["no reason", grantOf("purchased", 5, { reason: undefined }), "reason"],
  ["a reason with a NUL character", grantOf("purchased", 5, { reason: "\u0000" }), "reason"],
  ["an email address as reason", grantOf("purchased", 5, { reason: "by omar@example.com" }), "reason"],
  ["no source", grantOf("purchased", 5, { source: undefined }), "source"],
  ["a source of several words", grantOf("purchased", 5, { source: "two words" }), "source"],
  ["the store's own source", grantOf("purchased", 5, { source: "order" }), "source"],
  ["a sourceId with a NUL character", grantOf("purchased", 5, { sourceId: "a\u0000" }), "sourceId"],
  ["an unknown field", grantOf("purchased", 5, { remaining: 5 }), "remaining"],
];

test("an invalid grant is refused with the invalid fields, and changes nothing", async ({ server, stranger }) => {
  const { account, backend } = await newOwner(server, stranger);
  for (const [name, body, path] of badGrants) {
    const { status, problem } = await backend.grant(body);
    expect(status, name).toBe(422);
    expect(namedPlaces(problem), name).toContain(path);
  }
  expect(await countLines(server, account)).toBe(0);
});

test("a grant's expiry can be written with any offset, and is stored to the millisecond", async ({
  server,
  stranger,
}) => {
  const { backend } = await newOwner(server, stranger);
  const year = new Date().getUTCFullYear() + 1;
  const { batch } = done(
    await backend.grant(grantOf("activity", 5, { expiresAt: `${year}-03-01T05:45:00.123+05:45` })),
  );
  expect(batch.expiresAt).toBe(`${year}-03-01T00:00:00.123Z`);
});

const badEmails = [
  "",
  "mina",
  "mina@",
  "@example.com",
  `${"a".repeat(250)}@example.com`,
  5,
  null,
  "a\u0000@example.com",
];

test("an account needs an email address", async ({ server, stranger }) => {
  const backend = stranger.as({ Authorization: `Bearer ${server.serviceKey}` });
  for (const email of badEmails) {
    const { status, problem } = await backend.openAccount(email);
    expect([status, namedPlaces(problem)], String(email)).toEqual([422, ["email"]]);
  }
});

test("an address in any script opens one account, however it is spelled", async ({ server, stranger }) => {
  const backend = stranger.as({ Authorization: `Bearer ${server.serviceKey}` });
  const name = `j\u00fcrgen.${randomUUID().slice(0, 8)}`;
  const written = [`${name}@m\u00fcnchen.de`, ` ${name.normalize("NFD").toUpperCase()}@xn--mnchen-3ya.de `];
  const answers = [];
  for (const email of written) answers.push(await backend.openAccount(email));
  expect(answers.map(({ status }) => status)).toEqual([201, 200]);
  expect(answers[1]?.body).toEqual(answers[0]?.body);
});

test("a checkout takes a pack and no other field", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger);
  const bodies: readonly BadBody[] = [
    ["an unknown pack", { pack: "pack-7" }, "pack"],
    ["no pack", {}, "pack"],
    ["a price of its own", { pack: "pack-100", amount: 1 }, "amount"],
    ["a NUL character", { pack: "pack-100\u0000" }, "pack"],
  ];
  for (const [name, body, path] of bodies) {
    const { status, problem } = await web.checkout(body);
    expect([status, namedPlaces(problem)], name).toEqual([422, [path]]);
  }
  expect((await web.order("7")).status).toBe(404);
  expect((await web.order(randomUUID())).status).toBe(404);
});

test("a body that is not JSON, too large or of another type is refused before its fields are read", async ({
  server,
  stranger,
}) => {
  const { account, backend } = await newOwner(server, stranger, { purchased: 100 });
  const key = { "Idempotency-Key": randomUUID() };
  const send = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
    backend.ask({ method: "POST", path: "/api/v1/spends", headers: { ...key, ...headers }, body });
  const huge = JSON.stringify({ ...image, reference: "r".repeat(64 * 1024) });
  const refused = [
    [400, await send("")],
    [400, await send("{")],
    [400, await send("{'feature': 'ai-image'}")],
    [400, await send("[".repeat(64 * 1024))],
    [400, await send(new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]))],
    [413, await send(huge)],
    [413, await send("[".repeat(64 * 1024 + 1))],
    [415, await send(JSON.stringify(image), { "Content-Type": "text/plain" })],
    [415, await send(gzipSync(JSON.stringify(image)), { "Content-Encoding": "gzip" })],
    [415, await send("feature=ai-image", { "Content-Type": "application/x-www-form-urlencoded" })],
    [415, await send(JSON.stringify(image), { "Content-Type": "multipart/form-data; boundary=x" })],
  ] as const;
  for (const [status, answer] of refused) {
    expect(answer.status).toBe(status);
    expect(answer.problem?.type).toBe("/problems/invalid-request");
  }
  expect((await send(JSON.stringify(image), { "Content-Type": "application/json; charset=utf-8" })).status).toBe(201);
  expect(await countLines(server, account)).toBe(2);
});

test("an endless body is refused as soon as it is too large", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger);
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      sent += 8 * 1024;
      controller.enqueue(new Uint8Array(8 * 1024).fill(0x20));
    },
  });
  const request = { method: "POST", body: endless, duplex: "half" } as const;
  const headers = { ...backend.headers, "Content-Type": "application/json", "Idempotency-Key": randomUUID() };
  const answer = await fetch(`${server.url}/api/v1/spends`, { ...request, headers }).catch(() => null);
  // Either the response arrives, or the connection is closed while the rest is still being sent.
  expect(answer?.status ?? 413).toBe(413);
  await answer?.body?.cancel();
  expect(sent).toBeLessThan(8 * 1024 * 1024);
});

test("an id that does not exist, or is malformed, is not found", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger, { purchased: 5 });
  for (const version of ["0", "2", "-1", "1.0", "01", "x", "1e0", "%00", "99999999999999999999", "null"]) {
    expect((await backend.transaction(version)).status, version).toBe(404);
  }
  expect((await backend.batches("?after=2")).status).toBe(404);
  expect((await backend.transaction(1)).status).toBe(200);
});

test("an unusual but valid reference is stored unchanged", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger, { purchased: 100 });
  for (const reference of [
    "<script>alert(1)</script>",
    "'; drop table users --",
    "żółć 写真 👩‍🎨",
    "a @ b",
    "r".repeat(120),
  ]) {
    const { transaction } = done(await web.spend({ ...image, reference }));
    expect(transaction.reference).toBe(reference);
    expect(done(await web.transaction(transaction.version)).reference).toBe(reference);
  }
});

const withErrors = z.object({ errors: z.array(z.object({ path: z.string() })) });

/** The fields that a problem's `errors` name. */
function namedPlaces(problem: unknown): string[] {
  const parsed = withErrors.safeParse(problem);
  return parsed.success ? parsed.data.errors.map(({ path }) => path) : [];
}
