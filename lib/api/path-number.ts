const form = /^[1-9]\d{0,14}$/;
const largestNumber = 2 ** 31 - 1;

/** The version in a path, or null when it is not a valid one. */
export function readVersion(text = ""): number | null {
  return form.test(text) ? Number(text) : null;
}

/** The number of a hold in a path, or null when it is not one that the column can store. */
export function readNumber(text = ""): number | null {
  const number = readVersion(text);
  return number !== null && number <= largestNumber ? number : null;
}
