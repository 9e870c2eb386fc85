import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { seeded } from "#testing/seed.ts";
import { expect, newOwner, test } from "./app.ts";

const runs = process.env.E2E_ALL ? 150 : 50;

// The client itself checks each response against the document; these tests add that none is a fault of ours.

const odd = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom(
    0,
    -1,
    -0,
    Number.MAX_VALUE,
    2 ** 31,
    2 ** 53,
    "\u0000",
    "\ud800",
    "2026-11-22T00:00:00Z",
    "infinity",
    "NaN",
  ),
);
const or = <Value>(value: Value) => fc.oneof(fc.constant(value), odd);
const optional = { requiredKeys: [] };

const bodies = {
  "/api/v1/spends": fc.record(
    { feature: or("ai-image"), units: or(1), quote: odd, reference: or("r"), other: odd },
    { requiredKeys: ["feature"] },
  ),
  "/api/v1/quotes": fc.record({ feature: or("ai-image"), units: or(1) }, { requiredKeys: ["feature"] }),
  "/api/v1/grants": fc.record({
    kind: or("purchased"),
    amount: or(1),
    expiresAt: or("2030-01-01T00:00:00Z"),
    source: or("test"),
    sourceId: or("s"),
    reason: or("r"),
  }),
  "/api/v1/accounts": fc.record({ email: odd }, optional),
  "/api/v1/campaigns/check-in/claims": fc.record({ timeZone: or("Europe/Berlin"), other: odd }, optional),
  "/api/v1/codes/redemptions": fc.record({ code: or("WELCOME25"), other: odd }, { requiredKeys: ["code"] }),
};

for (const [path, body] of Object.entries(bodies)) {
  test(`any input to ${path} is accepted or refused, and never causes a server error`, async ({ server, stranger }) => {
    const { backend } = await newOwner(server, stranger, { purchased: 1_000 });
    const ask = async (sent: unknown) => {
      const headers = { "Idempotency-Key": randomUUID() };
      const { status } = await backend.ask({ method: "POST", path, headers, body: JSON.stringify(sent) ?? "" });
      expect(status).toBeLessThan(500);
    };
    await fc.assert(fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: body }, odd), ask), seeded(runs));
  });
}

test("any query of a reading call is answered or refused, and never causes a server error", async ({
  server,
  stranger,
}) => {
  const { backend } = await newOwner(server, stranger, { purchased: 1_000 });
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.integer().map(String),
    fc.constantFrom("\u0000", "1", "live"),
  );
  const name = fc.oneof(
    fc.constantFrom(
      "limit",
      "before",
      "type",
      "kind",
      "feature",
      "platform",
      "from",
      "to",
      "state",
      "after",
      "reference",
      "source",
      "sourceId",
    ),
    text,
  );
  const query = fc.array(fc.tuple(name, text), { maxLength: 4 });
  const paths = fc.oneof(
    query.map((pairs) => `/api/v1/transactions?${new URLSearchParams(pairs)}`),
    query.map((pairs) => `/api/v1/batches?${new URLSearchParams(pairs)}`),
    query.map((pairs) => `/api/v1/grants?${new URLSearchParams([["source", "test"], ...pairs])}`),
    fc.tuple(text, text).map(([source, sourceId]) => `/api/v1/grants?${new URLSearchParams({ source, sourceId })}`),
    text.filter((part) => !/^\.{0,2}$/.test(part)).map((part) => `/api/v1/transactions/${encodeURIComponent(part)}`),
  );
  const ask = async (path: string) => {
    const { status } = await backend.ask({ method: "GET", path });
    expect(status).toBeLessThan(500);
  };
  await fc.assert(fc.asyncProperty(paths, ask), seeded(runs));
});
