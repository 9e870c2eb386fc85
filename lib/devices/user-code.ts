import { randomInt } from "node:crypto";

/** No vowels, so that no words come up; no digits, so that nothing is mistaken for another (RFC 8628, 6.1). */
const letters = "BCDFGHJKLMNPQRSTVWXZ";
const length = 8;
const form = new RegExp(`^[${letters}]{${length}}$`);

/** What a person types to sign a device in: 8 letters of 20, without its hyphen. */
export function newUserCode(): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
}

/** A user code as it is shown: XXXX-XXXX. */
export function showUserCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** What somebody typed as a user code, in any case, with or without hyphen or spaces; null when it is none. */
export function parseUserCode(text: string): string | null {
  const code = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, "");
  return form.test(code) ? code : null;
}
