import type { z } from "zod";

/**
 * The rules for every free text, from any source. Postgres stores no NUL, a lone surrogate would come back as another
 * character, and a direction mark changes how the text around it is read, in a history or a log.
 */
export function plainText(text: z.ZodString): z.ZodString {
  return text
    .refine((said) => said.isWellFormed(), withControls)
    .regex(withoutControls, withControls)
    .regex(withoutMarks, "must not contain direction marks (U+202A–202E, U+2066–2069)");
}

/** A text that another service chose, such as a name from a provider, without the characters that `plainText` refuses. */
export function toPlainText(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "");
}

const withControls = "must be plain text without control characters";
// In a notation that JSON Schema and its readers in other languages have too, so that the document can state it: most
// of them cannot read a pattern that names lone surrogates.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it refuses.
const withoutControls = /^[^\u0000-\u001f\u007f-\u009f]*$/u;
const withoutMarks = /^[^\u202a-\u202e\u2066-\u2069]*$/u;
