import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import type { Fields } from "#lib/client/answer.ts";
import { Balance, WebBalance } from "#lib/client/balance.ts";
import { openCreditsClient } from "#lib/client/credits-client.ts";
import { Quote } from "#lib/client/quote.ts";
import { Known } from "#lib/client/refusal.ts";
import * as responses from "#lib/client/responses.ts";
import { DeviceAuthorization, Token } from "#lib/client/sign-in.ts";
import { describeApi } from "./openapi.ts";

const Schema = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof Schema>;
const document = Schema.parse(JSON.parse(JSON.stringify(describeApi())));

test.each([
  ["get", "/api/v1/balance", "200", Balance],
  ["get", "/api/v1/features", "200", responses.Features],
  ["get", "/api/v1/web-pages", "200", responses.WebPagesNow],
  ["post", "/api/v1/quotes", "200", Quote],
  ["post", "/api/v1/spends", "201", responses.Spent],
  ["post", "/api/v1/runs", "202", responses.RunWritten],
  ["get", "/api/v1/runs/{id}", "200", responses.RunNow],
  ["post", "/api/v1/runs/{id}/cancel", "201", responses.RunWritten],
  ["get", "/api/v1/subscription", "200", responses.SubscriptionNow],
  ["get", "/api/v1/campaigns", "200", responses.CampaignsNow],
  ["post", "/api/v1/campaigns/{slug}/claims", "201", responses.Claimed],
  ["post", "/api/v1/codes/redemptions", "201", responses.Claimed],
  ["get", "/api/v1/orders/{id}", "200", responses.OrderNow],
  ["post", "/api/oauth/device_authorization", "200", DeviceAuthorization],
  ["post", "/api/oauth/token", "200", Token],
] as const)("the client reads whatever %s %s may answer", (method, path, status, shape) => {
  const described = at(document, ["paths", path, method, "responses", status, "content", "application/json", "schema"]);
  expect(misfits(described, read(z.toJSONSchema(shape)), path)).toEqual([]);
});

test.each([
  ["Balance", WebBalance],
  ["Run", responses.WebRun],
] as const)("pages can read every %s that the web gets", (name, shape) => {
  const described = at(document, ["components", "schemas", name]);
  expect(misfits(described, read(z.toJSONSchema(shape)), name)).toEqual([]);
});

test("the types of the client follow from the table of calls: a schema beside it does not compile", () => {
  const place = mini.enum(["credits", "on-device", "web", "none"]);
  // @ts-expect-error The table has `mobile` too.
  ({ web: place, desktop: place }) satisfies Fields<responses.Feature["platforms"]>;
  // @ts-expect-error The table has no `tablet`.
  ({ web: place, desktop: place, mobile: place, tablet: place }) satisfies Fields<responses.Feature["platforms"]>;
  // @ts-expect-error The table has places there, not any text.
  ({ web: place, desktop: place, mobile: mini.string() }) satisfies Fields<responses.Feature["platforms"]>;
  ({ web: place, desktop: place, mobile: place }) satisfies Fields<responses.Feature["platforms"]>;
});

test("a device signs out with a call that the document has, and ignores its response", () => {
  const responses = Schema.parse(at(document, ["paths", "/api/v1/session", "delete", "responses"]));
  expect(read(responses["204"]).content).toBeUndefined();
});

test("the client can read the fields of every problem that it distinguishes", () => {
  const problems = Object.entries(Schema.parse(at(document, ["components", "schemas"])));
  for (const option of Known.def.options) {
    const client = read(z.toJSONSchema(option));
    const slug = z.object({ properties: z.object({ status: z.object({ const: z.string() }) }) }).parse(client)
      .properties.status.const;
    const [, described] = problems.find(([, schema]) => JSON.stringify(schema).includes(`"/problems/${slug}"`)) ?? [];
    const wanted = { ...client, properties: without(client.properties, "status"), required: [] };
    expect([slug, ...misfits(Schema.parse(described), wanted, slug)]).toEqual([slug]);
  }
});

test("the client sends only requests that the document describes", async () => {
  const sent: Request[] = [];
  const client = openCreditsClient({
    baseUrl: "https://credits.example",
    token: "token",
    platform: "desktop",
    version: "6.2.0",
    fetch: async (input, init) => {
      sent.push(new Request(input, init));
      return Response.json(
        { type: "/problems/unauthenticated", title: "Signed out", detail: "", status: 401 },
        { status: 401 },
      );
    },
  });
  const id = crypto.randomUUID();
  const use = { feature: "ai-image", units: 2, quote: "quote" };
  for (const call of [
    client.balance,
    client.features,
    client.subscription,
    client.webPages,
    () => client.campaigns("Europe/Berlin"),
    () => client.claim("check-in", { timeZone: "Europe/Berlin" }),
    () => client.redeemCode("WELCOME25"),
    () => client.quote(use),
    () => client.spend(use),
    () => client.spend({ feature: "ai-image" }),
    () => client.startRun({ ...use, input: { prompt: "A lighthouse" } }),
    () => client.run(id),
    () => client.cancelRun(id),
    () => client.readFile(`https://credits.example/api/v1/runs/${id}/results/1`),
    client.signOut,
  ]) {
    const before = sent.length;
    await call();
    expect(sent.length).toBeGreaterThan(before);
  }
  const faults = await Promise.all(sent.map(findRequestFaults));
  expect(faults.flat()).toEqual([]);
});

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(document, "api");

/** Every way in which a request differs from the document. */
async function findRequestFaults(request: Request): Promise<string[]> {
  const { pathname } = new URL(request.url);
  const name = `${request.method} ${pathname}`;
  const paths = Schema.parse(document.paths);
  const template = Object.keys(paths).find((path) =>
    new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathname),
  );
  const described = Schema.safeParse(template && Schema.parse(paths[template])[request.method.toLowerCase()]).data;
  if (template === undefined || described === undefined) return [`${name} is not described`];
  const parameters = z.array(z.looseObject({ name: z.string(), required: z.boolean().optional() }));
  const missing = parameters
    .parse((Array.isArray(described.parameters) ? described.parameters : []).map(resolve))
    .filter((one) => one.required && one.name === "Idempotency-Key" && !request.headers.has(one.name))
    .map((one) => `${name} has no ${one.name}`);
  const body = await request.text();
  const media = Schema.safeParse(Schema.safeParse(described.requestBody).data?.content).data?.["application/json"];
  if (body === "" || media === undefined) return body === "" ? missing : [...missing, `${name} takes no body`];
  const place = [template, request.method.toLowerCase(), "requestBody", "content", "application/json", "schema"];
  const pointer = ["paths", ...place].map((part) => encodeURIComponent(part.replaceAll("/", "~1"))).join("/");
  const check = ajv.getSchema(`api#/${pointer}`);
  return check?.(JSON.parse(body)) ? missing : [...missing, `${name}: ${ajv.errorsText(check?.errors)}`];
}

test("a response that the client could not read is found", () => {
  const described = {
    type: "object",
    properties: { a: { type: "integer" }, b: { enum: ["x", "y"] } },
    required: ["b"],
  };
  const reads = (properties: object) => ({ type: "object", properties, required: Object.keys(properties) });
  expect(misfits(described, reads({ b: { enum: ["x", "y"] } }), "it")).toEqual([]);
  expect(misfits(described, reads({ a: { type: "integer" } }), "it")).toEqual(["it.a may be left out"]);
  expect(misfits(described, reads({ b: { enum: ["x"] } }), "it")).toEqual(["it.b may be y"]);
  expect(misfits(described, reads({ c: { type: "string" } }), "it")).toEqual(["it.c is not described"]);
});

/** Every way in which a response that matches the document could be unreadable for the client. */
function misfits(described: Schema, client: Schema, place: string): string[] {
  const answer = resolve(described);
  const branches = z.array(Schema).safeParse(answer.anyOf ?? answer.oneOf);
  if (branches.success) {
    // A field that only some platforms get is optional to the client, and described in at least one branch.
    const each = branches.data.map((branch) => misfits(branch, client, place));
    const undescribed = each.map((faults) => faults.filter((fault) => fault.endsWith("is not described")));
    const everywhere = (undescribed[0] ?? []).filter((fault) => undescribed.every((faults) => faults.includes(fault)));
    return [...new Set([...each.flat().filter((fault) => !fault.endsWith("is not described")), ...everywhere])];
  }
  const types = eachType(answer);
  if (types !== undefined) return types.flatMap((one) => misfits(one, client, place));
  const options = z.array(Schema).safeParse(client.anyOf ?? eachType(client));
  if (options.success) {
    const each = options.data.map((option) => misfits(answer, option, place));
    return each.find((faults) => faults.length === 0) ?? each.flat();
  }
  if (client.type === "object") return misfitsOfObject(answer, client, place);
  if (client.type === "array") return misfits(read(answer.items), read(client.items), `${place}[]`);
  const known = z
    .array(z.unknown())
    .safeParse(client.enum ?? (client.const === undefined ? undefined : [client.const]));
  if (known.success) {
    const possible = z.array(z.unknown()).parse(answer.enum ?? (answer.const === undefined ? [] : [answer.const]));
    if (possible.length === 0) return [`${place} may be anything`];
    return possible.filter((value) => !known.data.includes(value)).map((value) => `${place} may be ${value}`);
  }
  const type = answer.type ?? (answer.enum === undefined && answer.const === undefined ? undefined : "string");
  return type === client.type ? [] : [`${place} is ${type}, not ${client.type}`];
}

/** A schema for each type that one lists; undefined where it has a single one. */
function eachType(schema: Schema): Schema[] | undefined {
  const types = z.array(z.string()).safeParse(schema.type);
  return types.success ? types.data.map((type) => ({ ...schema, type })) : undefined;
}

function misfitsOfObject(answer: Schema, client: Schema, place: string): string[] {
  const there = Schema.parse(answer.properties ?? {});
  const always = z.array(z.string()).parse(answer.required ?? []);
  const needed = z.array(z.string()).parse(client.required ?? []);
  return Object.entries(Schema.parse(client.properties)).flatMap(([name, wanted]) => {
    const inside = `${place}.${name}`;
    const described = there[name];
    if (described === undefined) return [`${inside} is not described`];
    const left = needed.includes(name) && !always.includes(name) ? [`${inside} may be left out`] : [];
    return [...left, ...misfits(read(described), read(wanted), inside)];
  });
}

function resolve(schema: Schema): Schema {
  if (typeof schema.$ref !== "string") return schema;
  return resolve(Schema.parse(at(document, schema.$ref.split("/").slice(1))));
}

function at(from: Schema, path: readonly string[]): Schema {
  return path.reduce<Schema>((inside, name) => Schema.parse(inside[name]), from);
}

function read(schema: unknown): Schema {
  return Schema.parse(JSON.parse(JSON.stringify(schema)));
}

function without(properties: unknown, name: string): Schema {
  return Object.fromEntries(Object.entries(Schema.parse(properties)).filter(([each]) => each !== name));
}
