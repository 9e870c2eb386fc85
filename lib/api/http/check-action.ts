import { z } from "zod";
import { readMultipart } from "./read-multipart.ts";

/** A form sent to a page: the action that its header names, and its body. */
export interface SentAction {
  actionId: string | null;
  contentType: string;
  body: Uint8Array<ArrayBuffer>;
}

/** Whether our own pages could have sent a form; if not, how it is refused. */
export type ActionCheck =
  | { status: "fits" }
  /** `unknown` tells the page's router that this build does not have the action. */
  | { status: "refused"; code: 400 | 415; why: string; unknown?: true };

/** More than any form of ours has. */
const mostFields = 50;
const mostArguments = 4;
const mostValues = 100;
const deepest = 4;
/** What browsers send, and nothing that Next could parse differently. */
const formType = /^multipart\/form-data\s*;\s*boundary=("?)[\w'+.-]{1,70}\1(?:\s*;\s*charset="?utf-?8"?)?$/i;
const scriptType = /^text\/plain(?:\s*;\s*charset="?utf-?8"?)?$/i;
const idPrefix = "$ACTION_ID_";

/**
 * Checks a page's form before React's decoder sees it. The decoder follows references that a client makes up, and fails
 * with a 500 where they lead nowhere. Our pages send only the one to a form's own fields, so nothing else
 * passes. `known` has the ids of the build's actions.
 */
export async function checkAction(sent: SentAction, known: ReadonlySet<string>): Promise<ActionCheck> {
  const { actionId, contentType, body } = sent;
  if (actionId !== null && !known.has(actionId)) return unknownAction;
  if (formType.test(contentType)) return checkForm(await readFields(contentType, body), { actionId, known });
  if (actionId === null || !scriptType.test(contentType)) return wrongType;
  return check(fitArguments(new TextDecoder().decode(body), { form: false }));
}

const malformed: ActionCheck = { status: "refused", code: 400, why: "This form is not valid." };
const wrongType: ActionCheck = {
  status: "refused",
  code: 415,
  why: "The body must be multipart/form-data in UTF-8.",
};
const unknownAction: ActionCheck = {
  status: "refused",
  code: 400,
  why: "This form is from another version of the page. Reload the page and try again.",
  unknown: true,
};

function check(fits: boolean): ActionCheck {
  return fits ? { status: "fits" } : malformed;
}

async function readFields(contentType: string, body: Uint8Array<ArrayBuffer>): Promise<[string, string][] | null> {
  const form = await readMultipart(contentType, body, mostFields);
  // Files are sent to the interface, which has its own limits for them.
  return form.status === "read" && form.fields.every(isText) ? form.fields : null;
}

function isText(field: [string, string | File]): field is [string, string] {
  return typeof field[1] === "string";
}

function checkForm(
  fields: [string, string][] | null,
  { actionId, known }: { actionId: string | null; known: ReadonlySet<string> },
): ActionCheck {
  if (fields === null) return malformed;
  if (actionId !== null) {
    const [first, ...more] = fields.filter(([name]) => name === "0");
    return check(first !== undefined && more.length === 0 && fitArguments(first[1], { form: true }));
  }
  // Sent without JavaScript: the form names its action in a field. Our forms bind no arguments to it.
  const names = fields.map(([name]) => name).filter((name) => name.startsWith("$ACTION_"));
  if (names.length !== 1 || !names[0]?.startsWith(idPrefix)) return malformed;
  return known.has(names[0].slice(idPrefix.length)) ? { status: "fits" } : unknownAction;
}

/** Whether a text is a list of arguments; `form` allows only the reference to the form's fields. */
function fitArguments(text: string, { form }: { form: boolean }): boolean {
  const list = z.array(z.unknown()).max(mostArguments).safeParse(parseJson(text));
  if (!list.success) return false;
  if (form) return list.data.length === 1 && isFormReference(list.data[0]);
  return fitsPlain(list.data);
}

/** Only strings count: converting a list to a string recurses once per level, and there may be thousands. */
function isFormReference(value: unknown): boolean {
  return typeof value === "string" && /^\$K[0-9a-f]{1,2}$/.test(value);
}

/** Level by level, so that nesting uses no stack. */
function fitsPlain(list: unknown[]): boolean {
  let [level, seen] = [list, 0];
  for (let depth = 0; level.length > 0; depth += 1) {
    seen += level.length;
    if (depth > deepest || seen > mostValues || level.some(isReference)) return false;
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return true;
}

/** React doubles a `$` at the start of a string. */
function isReference(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("$") && !value.startsWith("$$") && value !== "$undefined";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
