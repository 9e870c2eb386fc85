import { expect, test } from "vitest";
import { z } from "zod";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { parseBody } from "./read-body.ts";

const anything = z.strictObject({ input: z.unknown() });
const nested = (levels: number, open = "[", close = "]") =>
  Buffer.from(`{"input":${open.repeat(levels)}1${close.repeat(levels)}}`);

test.each([
  ["lists", nested(30_000)],
  ["objects", nested(10_000, '{"a":', "}")],
  ["one level more than may be", nested(32)],
])("a body that is nested too deeply is refused before anything walks through it: %s", (_name, bytes) => {
  const read = parseBody(bytes, anything);
  if (read.status !== "refused") throw new Error(read.status);
  expect(read.problem).toMatchObject({
    slug: "invalid-request",
    detail: "the body may be nested at most 32 levels deep",
  });
});

test("a body of the greatest depth is read and gets a fingerprint", () => {
  const read = parseBody(nested(31), anything);
  if (read.status !== "read") throw new Error(read.status);
  expect(requestKey("web", "k", { method: "POST", path: "/", body: read.body }).fingerprint).toHaveLength(32);
});
