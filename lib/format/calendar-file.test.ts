import { expect, test } from "vitest";
import { calendarFile } from "./calendar-file.ts";

const now = new Date("2026-11-27T19:22:33.456Z");
const event = {
  uid: "batch-12@credits.example.com",
  at: new Date("2026-12-05T03:00:00.000Z"),
  title: "20 credits expire",
  description: "Pro, until 5 December",
  url: "https://credits.example.com/profile/credits/batches/12",
};

test("a calendar file has one event in UTC with a reminder, and lines that end with CRLF", () => {
  const text = calendarFile(event, now);
  expect(text).toContain(
    "\r\nUID:batch-12@credits.example.com\r\nDTSTAMP:20261127T192233Z\r\nDTSTART:20261205T030000Z\r\n",
  );
  expect(text).toContain("\r\nDESCRIPTION:Pro\\, until 5 December\r\n");
  expect(text.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")).toBe(true);
  expect(text.endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n")).toBe(true);
});

test("a name cannot end its line or begin another field", () => {
  const text = calendarFile({ ...event, title: "Gift\r\nATTACH:https://evil.example;\\" }, now);
  expect(text).toContain("\r\nSUMMARY:Gift\\nATTACH:https://evil.example\\;\\\\\r\n");
});

test("long lines are folded at 75 octets between characters, and unfold to what they were", () => {
  const title = "Überraschung 🎁 ".repeat(20).trim();
  const text = calendarFile({ ...event, title }, now);
  for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text.replaceAll("\r\n ", "")).toContain(`\r\nSUMMARY:${title}\r\n`);
});
