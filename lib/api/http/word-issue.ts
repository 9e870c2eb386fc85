import type { z } from "zod";

/**
 * Says in plain words what is wrong with a value, to follow its path: "amount must be at least 1". Pass it to
 * `safeParse` as `error`; messages of the schema itself take precedence.
 */
export function wordIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is required" : `must be ${nameOf(issue.expected)}`;
    case "too_small":
      return `must ${haveOrBe(issue.origin)} at least ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`;
    case "too_big":
      return `must ${haveOrBe(issue.origin)} at most ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`;
    case "invalid_value":
      return issue.input === undefined ? "is required" : `must be ${issue.values.map(String).join(" or ")}`;
    case "invalid_format":
      return `must be ${formats[issue.format] ?? "in another format"}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "unrecognized_keys":
      return "is not known";
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return "is not valid";
  }
}

const formats: Partial<Record<string, string>> = {
  datetime: "an instant with its offset, such as 2026-12-04T23:00:00Z",
  email: "an email address",
  uuid: "a UUID",
};

const names: Partial<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  array: "a list",
  object: "an object",
};

function nameOf(expected: string): string {
  return names[expected] ?? expected;
}

function haveOrBe(origin: string): string {
  return origin === "string" || origin === "array" ? "have" : "be";
}

function unitOf(origin: string, count: number | bigint): string {
  if (origin === "string") return count === 1 ? " character" : " characters";
  if (origin === "array") return count === 1 ? " entry" : " entries";
  return "";
}
