import { expect, test } from "vitest";
import { newUserCode, parseUserCode, showUserCode } from "./user-code.ts";

test("a new code has eight of the twenty letters, and is recognised however it is typed", () => {
  const codes = Array.from({ length: 500 }, newUserCode);
  expect(new Set(codes).size).toBe(500);
  expect(new Set(codes.join("")).size).toBe(20);
  for (const code of codes) {
    expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
    expect(showUserCode(code)).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    for (const typed of [
      code,
      showUserCode(code),
      showUserCode(code).toLowerCase(),
      ` ${code.split("").join(" ")}\n`,
    ]) {
      expect(parseUserCode(typed)).toBe(code);
    }
  }
});

test.each(["WDJB–MJHT", "wdjb mjht", "ＷＤＪＢ-ＭＪＨＴ", "WDJB_MJHT"])("%s is read as WDJBMJHT", (typed) => {
  expect(parseUserCode(typed)).toBe("WDJBMJHT");
});

test.each(["", "WDJB-MJH", "WDJB-MJHTT", "ADJB-MJHT", "WDJB-MJH1", "' or 1=1", "\u0000".repeat(8)])(
  "%j is not a code",
  (typed) => expect(parseUserCode(typed)).toBeNull(),
);
