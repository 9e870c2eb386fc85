import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";

test("cells are separated by commas, quoted where they must be, and end with CRLF", () => {
  expect(csvLine(["a", 'say "hi"', "x,y", "two\nlines", null, 25, -25])).toBe(
    'a,"say ""hi""","x,y","two\nlines",,25,-25\r\n',
  );
});

test.each(["=1+1", "+49 30 1234", "-25", "@SUM(A1)", " =1+1", "\t=1", "\u00A0=cmd|' /C calc'!A0"])(
  "a spreadsheet takes %j as text",
  (text) => {
    expect(csvLine([text])).toMatch(/^"?'/);
  },
);
