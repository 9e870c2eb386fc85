import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { parseAddress } from "#lib/people/address.ts";
import { startMailServer } from "#testing/mail-server.ts";
import { sendEmail } from "./send-email.ts";

const server = await startMailServer();

beforeAll(() => {
  for (const [name, value] of Object.entries({
    DEMO: "",
    APP_URL: "https://credits.example.com",
    DATABASE_URL: "postgres://nobody@localhost:1/none",
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
    SMTP_URL: server.url,
    SELLER_NAME: "Studio & Sons",
  })) {
    vi.stubEnv(name, value);
  }
});
afterAll(server.stop);

test("an email goes over SMTP to the one address, from the configured host", async () => {
  await sendEmail({ to: "ada@example.com", subject: "Hello", text: "A link: https://x", html: "<p>A link</p>" });
  expect(server.commands).toContain("MAIL FROM:<no-reply@credits.example.com>");
  expect(server.commands.filter((line) => line.startsWith("RCPT TO"))).toEqual(["RCPT TO:<ada@example.com>"]);
  const email = server.emails.find((line) => line.includes("Subject: Hello")) ?? "";
  expect(email).toContain('From: "Studio & Sons" <no-reply@credits.example.com>');
  expect(email).toContain("A link: https://x");
});

test("an address in any script is sent over SMTP unchanged", async () => {
  server.commands.length = 0;
  const to = parseAddress("j\u00fcrgen@m\u00fcnchen.de") ?? "";
  await sendEmail({ to, subject: "Hello", text: "x", html: "x" });
  expect(server.commands).toContain("RCPT TO:<j\u00fcrgen@m\u00fcnchen.de>");
  expect(server.commands.find((line) => line.startsWith("MAIL FROM"))).toMatch(/ SMTPUTF8$/);
});

test("an address with a comma or a line break never becomes a second recipient", async () => {
  server.commands.length = 0;
  await sendEmail({ to: "a@example.com, b@example.com", subject: "x", text: "x", html: "x" }).catch(() => undefined);
  await sendEmail({ to: "a@example.com\r\nBcc: b@example.com", subject: "x", text: "x", html: "x" }).catch(
    () => undefined,
  );
  expect(server.commands.filter((line) => line === "RCPT TO:<b@example.com>")).toEqual([]);
});
