import { randomInt } from "node:crypto";

/** No vowels, so that no words appear; no digits, so that no character is mistaken for another (RFC 8628, 6.1). */
const letters = "BCDFGHJKLMNPQRSTVWXZ";
const length = 8;
const form = new RegExp(`^[${letters}]{${length}}$`);

/** A new user code to sign a device in: 8 letters out of 20, without the hyphen. */
export function newUserCode(): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
}

/** A user code as it is shown: XXXX-XXXX. */
export function showUserCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** Reads an entered user code, in any case, with or without hyphen and spaces; null when it is invalid. */
export function parseUserCode(text: string): string | null {
  const code = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, "");
  return form.test(code) ? code : null;
}
