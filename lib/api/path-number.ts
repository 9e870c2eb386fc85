const form = /^[1-9]\d{0,14}$/;
const largestNumber = 2 ** 31 - 1;

/** The version that a path names, or null when it names none. */
export function readVersion(text = ""): number | null {
  return form.test(text) ? Number(text) : null;
}

/** The number of a hold that a path names, or null when it names none that a column could keep. */
export function readNumber(text = ""): number | null {
  const number = readVersion(text);
  return number !== null && number <= largestNumber ? number : null;
}
