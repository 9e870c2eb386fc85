import { expect, test } from "vitest";
import { mailboxHash, normaliseMailbox } from "./mailbox.ts";

test.each([
  ["Ada@Example.com", "ada@example.com"],
  ["ada+one@example.com", "ada@example.com"],
  ["ada+one+two@example.com", "ada@example.com"],
  ["a.d.a+news@gmail.com", "ada@gmail.com"],
  ["A.d.a@GoogleMail.com", "ada@gmail.com"],
  ["a.da@example.com", "a.da@example.com"],
  ["+tag@example.com", "+tag@example.com"],
])("%s is the mailbox %s", (address, mailbox) => {
  expect(normaliseMailbox(address)).toBe(mailbox);
});

test("a hash is equal for spellings of one mailbox, differs for others, and does not show the address", () => {
  expect(mailboxHash("a.da+x@gmail.com")).toBe(mailboxHash("ADA@googlemail.com"));
  expect(mailboxHash("ada@gmail.com")).not.toBe(mailboxHash("adb@gmail.com"));
  expect(mailboxHash("ada@gmail.com")).not.toContain("ada");
});
