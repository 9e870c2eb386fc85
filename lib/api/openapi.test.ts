import { expect, test } from "vitest";
import { z } from "zod";
import { wordIssue } from "#lib/api/http/word-issue.ts";
import { parseVersion } from "#lib/devices/version.ts";
import { describeApi } from "./openapi.ts";
import { queries } from "./queries.ts";
import { shortText } from "./shapes.ts";

const parameter = z.object({
  name: z.string(),
  in: z.string(),
  schema: z.object({
    type: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    allOf: z.array(z.object({ pattern: z.string() })).optional(),
  }),
});
const link = z.object({ operationId: z.string(), parameters: z.record(z.string(), z.string()) });
const call = z.object({
  operationId: z.string(),
  parameters: z.array(parameter).optional(),
  responses: z.record(z.string(), z.object({ links: z.record(z.string(), link).optional() })),
});
const { paths } = z
  .object({ paths: z.record(z.string(), z.record(z.string(), call)) })
  .parse(JSON.parse(JSON.stringify(describeApi())));
const calls = Object.values(paths).flatMap((methods) => Object.values(methods));

test("every call documents the problem for a method that its path does not have", () => {
  const lacking = calls.filter((one) => !("405" in one.responses));
  expect(lacking.map(({ operationId }) => operationId)).toEqual([]);
});

test.each([
  ["/api/v1/transactions", queries.transactions, ["limit", "before"]],
  ["/api/v1/batches", queries.batches, ["limit", "after"]],
  ["/api/v1/holds", queries.holds, ["limit", "before"]],
] as const)("the document says of %s which numbers its query takes", (path, query, names) => {
  for (const name of names) {
    const { type, minimum = 0, maximum = 0 } = described(path, name).schema;
    const taken = (number: number) => query.safeParse({ [name]: String(number) }).success;
    expect(type, name).toBe("integer");
    expect([minimum - 1, minimum, maximum, maximum + 1].map(taken), name).toEqual([false, true, true, false]);
  }
});

test.each([
  ["9".repeat(15), "must be at most 2147483647"],
  ["9".repeat(16), "must be at most 2147483647"],
  ["9".repeat(400), "must be at most 2147483647"],
  ["0", "must be at least 1"],
  ["-1", "must be at least 1"],
  ["1.5", "must be a whole number"],
  ["1e3", "must be a whole number"],
  ["", "must be a whole number"],
])("a query with the number %s is refused with the allowed range", (after, message) => {
  const { error } = queries.batches.safeParse({ after }, { error: wordIssue });
  expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
});

test("the document has patterns only for strings", () => {
  const patternOf = z.object({ type: z.literal("integer"), pattern: z.string() });
  const found: unknown[] = [];
  JSON.stringify(describeApi(), (_key, value: unknown) => {
    if (patternOf.safeParse(value).success) found.push(value);
    return value;
  });
  expect(found).toEqual([]);
});

const bodies = ["/api/v1/accounts", "/api/v1/runs", "/api/oauth/token"];
const properties = z.record(z.string(), z.unknown());
const content = z.record(z.string(), z.object({ schema: z.object({ properties }) }));
const posted = z.object({ post: z.object({ requestBody: z.object({ content }) }) });

const texts = ["", "a", "a".repeat(120), "a".repeat(121), "\u0000", "\n", "\u009f", "żółć 写真 👩‍🎨"];
const marked = ["\u202e", "a\u2066"];
const addresses = ["a@b.c", "by omar@example.com", "a @ b", "a@b", "\u2028a@b.c", "@example.com"];

test("the document has the lengths and patterns of strings", () => {
  const { minLength = 0, maxLength = 0, allOf = [] } = described("/api/v1/holds", "reference").schema;
  expect(allOf.length).toBeGreaterThan(0);
  const fits = (text: string) =>
    text.length >= minLength &&
    text.length <= maxLength &&
    allOf.every(({ pattern }) => new RegExp(pattern, "u").test(text));
  const all = [...texts, ...marked, ...addresses];
  expect(all.map((text) => [text, fits(text)])).toEqual(all.map((text) => [text, shortText.safeParse(text).success]));
  expect(all.filter(fits)).toEqual(["a", "a".repeat(120), "żółć 写真 👩‍🎨", "a @ b", "a@b", "@example.com"]);
});

test("every pattern of the document works in other languages, which have no lone surrogates", () => {
  const patterns = JSON.stringify(describeApi()).match(/"pattern":"(?:[^"\\]|\\.)*"/g) ?? [];
  expect(patterns.length).toBeGreaterThan(5);
  expect(patterns.filter((pattern) => /\\u[dD][89a-fA-F]/.test(pattern))).toEqual([]);
  expect(["\ud800", "a\udfff"].map((text) => shortText.safeParse(text).success)).toEqual([false, false]);
});

test("the document has the format of strings that are not free text", () => {
  const { paths } = z.object({ paths: z.record(z.string(), posted) }).parse({
    paths: Object.fromEntries(bodies.map((path) => [path, JSON.parse(JSON.stringify(describeApi().paths?.[path]))])),
  });
  const bodyOf = (path: string, type: string) => paths[path]?.post.requestBody.content[type]?.schema.properties;
  expect(bodyOf("/api/v1/accounts", "application/json")?.email).toMatchObject({ format: "idn-email" });
  expect(bodyOf("/api/v1/runs", "multipart/form-data")?.request).toMatchObject({ type: "object" });
  expect(bodyOf("/api/oauth/token", "application/x-www-form-urlencoded")?.device_code).toMatchObject({ minLength: 1 });
  const version = bodyOf("/api/oauth/token", "application/x-www-form-urlencoded")?.client_version;
  const { pattern } = z.object({ pattern: z.string() }).parse(version);
  const versions = ["6.1.0", "12.0-beta.2", "1+a", "6.", "b", "01", "6.1.0\n"];
  expect(versions.map((text) => new RegExp(pattern, "u").test(text))).toEqual(
    versions.map((text) => parseVersion(text) !== null),
  );
});

test("a string that is too long is not examined further", () => {
  const { error } = shortText.safeParse(`a@b.c${"@".repeat(60_000)}`);
  expect(error?.issues.map(({ code }) => code)).toEqual(["too_big"]);
});

test("the document links holds, spends, runs and orders to the calls that follow up on them", () => {
  const linked = calls.flatMap(({ operationId, responses }) =>
    Object.values(responses).flatMap(({ links = {} }) =>
      Object.values(links).map((to) => `${operationId} → ${to.operationId}`),
    ),
  );
  for (const ways of ["hold → capture", "hold → release", "spend → refund", "capture → refund", "startRun → getRun"]) {
    expect(linked).toContain(ways);
  }
  for (const { responses } of calls) {
    for (const to of Object.values(responses).flatMap(({ links = {} }) => Object.values(links))) {
      const target = calls.find(({ operationId }) => operationId === to.operationId);
      const inPath = target?.parameters?.filter((one) => one.in === "path").map(({ name }) => name);
      expect(Object.keys(to.parameters), to.operationId).toEqual(inPath);
    }
  }
});

function described(path: string, name: string) {
  const found = paths[path]?.get?.parameters?.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${path} takes no ${name}`);
  return found;
}
