import { hash } from "node:crypto";

/** Without letters and digits that look alike: 0 O, 1 I L, U V. */
const alphabet = "23456789ABCDEFGHJKMNPQRSTWXYZ";
const groups = 3;
const groupLength = 4;

/** Letters that are read as a digit, so that a code that is copied by hand still fits. */
const lookAlikes: Readonly<Record<string, string>> = { O: "0", I: "1", L: "1" };

/**
 * A code in the form that is compared: case, spaces and dashes do not count, and O, I and L are 0 and 1. Null when it is not
 * the form of a code.
 */
export function normaliseCode(typed: string): string | null {
  const letters = typed.replace(/[\s\-–—]/g, "").toUpperCase();
  return /^[0-9A-Z]{4,40}$/.test(letters) ? letters.replace(/[OIL]/g, (letter) => lookAlikes[letter] ?? letter) : null;
}

/** What is stored of a normalised code: 32 hex digits. */
export function hashCode(normalised: string): string {
  return hash("sha256", `code:${normalised}`).slice(0, 32);
}

/** A new code, such as `7KQM-W3XT-9BHF`, from the numbers that `random` answers: below its argument, with equal chances. */
export function makeCode(random: (below: number) => number): string {
  return Array.from({ length: groups }, () => letters(groupLength, random)).join("-");
}

/** The code of a person's link for friends, such as `7KQMW3XT9B`: too many to guess one. */
export function makeReferralCode(random: (below: number) => number): string {
  return letters(10, random);
}

function letters(length: number, random: (below: number) => number): string {
  return Array.from({ length }, () => alphabet.charAt(random(alphabet.length))).join("");
}
