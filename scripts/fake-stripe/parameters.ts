import { z } from "zod";
import type { FormValue } from "./form.ts";
import { invalidRequest } from "./refusal.ts";

/**
 * One reader for each parameter that the SDK's types know, no more and no fewer: `satisfies Fields<…>` makes the
 * compiler compare a list with the types, so that an upgrade of the SDK shows what changed.
 */
export type Fields<P> = { [K in keyof Required<P>]: z.ZodType };

/** Known to Stripe, not played by the fake Stripe: refused, so that nothing is believed to work that was ignored. */
export const unplayed = z.undefined({ error: "unplayed" }).optional();

export const text = z.string().max(5000);
export const whole = z
  .string()
  .regex(/^\d{1,12}$/, "Invalid integer")
  .transform(Number);
/** A whole number that can stand below 0. */
export const signed = z
  .string()
  .regex(/^-?\d{1,12}$/, "Invalid integer")
  .transform(Number);
export const flag = z.enum(["true", "false"]).transform((value) => value === "true");
export const metadataField = z.record(z.string().max(40), z.string().max(500)).optional();
export const currency = z
  .string()
  .regex(/^[a-zA-Z]{3}$/, "Invalid currency")
  .transform((value) => value.toLowerCase());
export const expand = z.array(z.string()).optional();

/** The fields that every list takes. */
export const pageFields = { limit: whole.optional(), starting_after: text.optional(), ending_before: text.optional() };

const bound = z.coerce.number().int();

/** `created`: an instant, or bounds of it. */
export const rangeField = z
  .union([
    z
      .string()
      .regex(/^\d+$/)
      .transform((at) => ({ gte: Number(at), lte: Number(at) })),
    z.strictObject({ gt: bound, gte: bound, lt: bound, lte: bound }).partial(),
  ])
  .optional();

type Bounds = { gt?: number | undefined; gte?: number | undefined; lt?: number | undefined; lte?: number | undefined };

/** Whether an instant lies within bounds. */
export function isWithin(at: number, range: z.output<typeof rangeField>): boolean {
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity }: Bounds = range ?? {};
  return at > gt && at >= gte && at < lt && at <= lte;
}

/** Parses a request's parameters, or refuses the first that is wrong in Stripe's words. */
export function readParameters<S extends z.ZodType>(schema: S, raw: { [key: string]: FormValue }): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (!issue) throw new Error("A failed parse names no issue");
  throw refusalOf(issue, raw);
}

function refusalOf(issue: z.core.$ZodIssue, raw: { [key: string]: FormValue }) {
  if (issue.code === "unrecognized_keys") {
    const param = nameOf([...issue.path, issue.keys[0] ?? ""]);
    return invalidRequest(`Received unknown parameter: ${param}`, { param, code: "parameter_unknown" });
  }
  const param = nameOf(issue.path);
  if (issue.message === "unplayed") {
    return invalidRequest(`The demo's fake Stripe does not play the parameter ${param}`, { param });
  }
  if (valueAt(raw, issue.path) === undefined) {
    return invalidRequest(`Missing required param: ${param}.`, { param, code: "parameter_missing" });
  }
  return invalidRequest(`Invalid ${param}: ${issue.message}`, { param });
}

function nameOf(path: readonly PropertyKey[]) {
  return path.map((part, at) => (at === 0 ? String(part) : `[${String(part)}]`)).join("");
}

function valueAt(raw: FormValue, path: readonly PropertyKey[]): FormValue | undefined {
  let at: FormValue | undefined = raw;
  for (const part of path) {
    if (typeof at !== "object") return undefined;
    at = Array.isArray(at) ? at[Number(part)] : at[String(part)];
  }
  return at;
}
