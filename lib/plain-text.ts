import type { z } from "zod";

/**
 * What every free text is held to, whoever writes it. Postgres keeps no NUL, half of a surrogate pair would come back
 * as another character, and a direction mark changes how what stands beside the text is read, in a history or a log.
 */
export function plainText(text: z.ZodString): z.ZodString {
  return text
    .refine((said) => said.isWellFormed(), withControls)
    .regex(withoutControls, withControls)
    .regex(withoutMarks, "must not contain direction marks (U+202A–202E, U+2066–2069)");
}

/** A text that another service chose, such as a name from a provider, with what `plainText` refuses taken out. */
export function toPlainText(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "");
}

const withControls = "must be plain text without control characters";
// In a notation that JSON Schema has too, and its readers in other languages, so that the document can say it: most of
// them can't read a pattern that names halves of surrogate pairs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it refuses.
const withoutControls = /^[^\u0000-\u001f\u007f-\u009f]*$/u;
const withoutMarks = /^[^\u202a-\u202e\u2066-\u2069]*$/u;
