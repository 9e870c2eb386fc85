/**
 * One line of a CSV file (RFC 4180), with its line end. Numbers and null stay as they are; a text that a spreadsheet would take
 * for a formula gets an apostrophe in front.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

/** What a CSV file begins with, so that spreadsheets read it as UTF-8. */
export const csvStart = "\uFEFF";

function cellOf(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[\s\u00A0]*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
