/** A version of an app, such as 6.0.1 or 12.0-beta.2, as numbers and pre-release parts. */
export interface Version {
  numbers: readonly number[];
  /** The parts of a pre-release; empty for a release. */
  before: readonly (string | number)[];
}

// Like SemVer, but with any count of numbers: no leading zeros, parts of a pre-release
// can have hyphens, and build metadata after a plus is ignored.
const number = "(?:0|[1-9]\\d{0,8})";
const part = "(?:0|[1-9]\\d{0,14}|(?=\\d*[A-Za-z-])[0-9A-Za-z-]{1,20})";
const build = "[0-9A-Za-z-]{1,40}";
const list = (one: string, more: number) => `${one}(?:\\.${one}){0,${more}}`;
/** The form of a version, as a part of a pattern. */
export const versionForm = `(${list(number, 3)})(?:-(${list(part, 4)}))?(?:\\+${list(build, 4)})?`;
const form = new RegExp(`^${versionForm}$`);

/** Reads a version; null when the text is not one. */
export function parseVersion(text: string): Version | null {
  const match = form.exec(text);
  if (match === null) return null;
  const [, numbers = "", before] = match;
  return {
    numbers: numbers.split(".").map(Number),
    before: before === undefined ? [] : before.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}

/**
 * Below 0 when `a` is older than `b`, above 0 when it is newer: 6.0 < 6.0.1 < 10.0, and a pre-release is older than its
 * release.
 */
export function compareVersions(a: Version, b: Version): number {
  for (let place = 0; place < Math.max(a.numbers.length, b.numbers.length); place++) {
    const difference = (a.numbers[place] ?? 0) - (b.numbers[place] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.before.length === 0 || b.before.length === 0) return Math.sign(b.before.length - a.before.length);
  for (let place = 0; place < Math.max(a.before.length, b.before.length); place++) {
    const difference = compareParts(a.before[place], b.before[place]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Numbers sort before words, and fewer parts before more. */
function compareParts(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  if (typeof a === "number") return typeof b === "number" ? a - b : -1;
  if (typeof b === "number") return 1;
  return a < b ? -1 : 1;
}
