import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { z } from "zod";

const media = z.record(z.string(), z.unknown());
const header = z.looseObject({ required: z.boolean().optional(), schema: z.unknown() });
const response = z.looseObject({ headers: z.record(z.string(), header).default({}), content: media.default({}) });
const operation = z.looseObject({ operationId: z.string(), responses: z.record(z.string(), response) });
const document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) });

/** The interface as its own document describes it. */
export interface ApiContract {
  /** Each call of the document, as "GET /api/v1/balance". */
  calls: string[];
  document: z.infer<typeof document>;
  /** Throws with every difference between a response and the document. */
  check: (request: { method: string; path: string }, answer: Answered) => void;
  /** Throws unless a value fits the document's component of this name. */
  checkComponent: (name: string, value: unknown) => void;
}

/** What came back. The body is null where none is looked at: of a stream, or in answer to HEAD. */
export interface Answered {
  status: number;
  headers: Headers;
  body: { text: string; json: unknown } | null;
}

/** Reads the document that a running server serves. */
export async function readContract(baseUrl: string): Promise<ApiContract> {
  const served: unknown = await (await fetch(`${baseUrl}/api/openapi.json`)).json();
  const parsed = document.parse(served);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(z.record(z.string(), z.unknown()).parse(served), "api");
  return {
    calls: Object.entries(parsed.paths).flatMap(([path, calls]) =>
      Object.keys(calls).map((method) => `${method.toUpperCase()} ${path}`),
    ),
    document: parsed,
    check(request, answer) {
      const wrong = findFaults({ ajv, document: parsed }, request, answer);
      if (wrong.length === 0) return;
      const told = `${request.method} ${request.path} answered ${answer.status} ${answer.body?.text ?? ""}`;
      throw new Error(`${told}\nwhich is not as /api/openapi.json has it:\n  ${wrong.join("\n  ")}`);
    },
    checkComponent(name, value) {
      const faults = faultsOf(validator(ajv, ["components", "schemas", name]), value);
      if (faults.length > 0) throw new Error(`Not a ${name}: ${faults.join("; ")}\n${JSON.stringify(value)}`);
    },
  };
}

type Loaded = { ajv: Ajv2020; document: z.infer<typeof document> };

function findFaults(
  { ajv, document: { paths } }: Loaded,
  request: { method: string; path: string },
  { status, headers, body }: Answered,
): string[] {
  const leaks = findLeaks(body?.text ?? "");
  const template = findTemplate(Object.keys(paths), request.path);
  const method = request.method === "HEAD" ? "get" : request.method.toLowerCase();
  const described = template === null ? undefined : paths[template]?.[method];
  if (template === null || described === undefined) return [...leaks, "the document has no such call"];
  const expected = described.responses[status];
  if (expected === undefined) return [...leaks, `the document names no status ${status} for it`];

  const place = ["paths", template, method, "responses", String(status)];
  const wrongHeaders = Object.entries(expected.headers).flatMap(([name, { required }]) => {
    const value = headers.get(name);
    if (value === null) return required ? [`header ${name} is missing`] : [];
    const faults = faultsOf(validator(ajv, [...place, "headers", name, "schema"]), value);
    return faults.map((fault) => `header ${name} ${fault}`);
  });
  if (body === null) return [...leaks, ...wrongHeaders];

  if (Object.keys(expected.content).length === 0) {
    return [...leaks, ...wrongHeaders, ...(body.text === "" ? [] : ["the document names no body"])];
  }
  const type = headers.get("content-type")?.split(";")[0] ?? "none";
  if (!(type in expected.content)) return [...leaks, ...wrongHeaders, `the document names no content type ${type}`];
  const check = validator(ajv, [...place, "content", type, "schema"]);
  return [...leaks, ...wrongHeaders, ...faultsOf(check, body.json)];
}

/** Texts that no response can contain: paths of the code, and database statements. */
function findLeaks(text: string): string[] {
  const leak = /\bat [^\s"]+ \(|\.[cm]?[jt]sx?:\d+|\b(select|insert into|update|delete from) "|node_modules|Postgres/i;
  const found = leak.exec(text);
  return found === null ? [] : [`it shows "${found[0]}"`];
}

function findTemplate(templates: readonly string[], path: string): string | null {
  const pathname = path.split("?")[0] ?? "";
  if (templates.includes(pathname)) return pathname;
  const fits = (template: string) => new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname);
  return templates.find((template) => template.includes("{") && fits(template)) ?? null;
}

function validator(ajv: Ajv2020, place: readonly string[]): ValidateFunction {
  const pointer = place.map((part) => encodeURIComponent(part.replace(/~/g, "~0").replace(/\//g, "~1"))).join("/");
  const check = ajv.getSchema(`api#/${pointer}`);
  if (check === undefined) throw new Error(`The document has nothing at ${pointer}`);
  return check;
}

function faultsOf(check: ValidateFunction, value: unknown): string[] {
  if (check(value)) return [];
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || "it"} ${message} ${JSON.stringify(params)}`,
  );
}
