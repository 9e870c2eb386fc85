import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { parseAddress } from "#lib/auth/address.ts";
import { sendLetter } from "./send-letter.ts";

// A mail server that takes everything and remembers it.
const received: string[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer((socket) => {
    let letter: string[] | null = null;
    socket.write("220 test\r\n");
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      for (const line of chunk.split("\r\n").slice(0, -1)) {
        if (letter === null) received.push(line);
        else if (line !== ".") letter.push(line);
        if (letter !== null && line === ".") {
          received.push(letter.join("\n"));
          letter = null;
          socket.write("250 taken\r\n");
        } else if (letter === null && line === "DATA") {
          letter = [];
          socket.write("354 go on\r\n");
        } else if (letter === null && line.startsWith("EHLO")) socket.write("250-test\r\n250 SMTPUTF8\r\n");
        else if (letter === null) socket.write(line === "QUIT" ? "221 bye\r\n" : "250 fine\r\n");
      }
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(address !== null && typeof address === "object" ? address.port : 0);
    });
  });
  for (const [name, value] of Object.entries({
    DEMO: "",
    APP_URL: "https://credits.example.com",
    DATABASE_URL: "postgres://nobody@localhost:1/none",
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    SELLER_NAME: "Studio & Sons",
  })) {
    vi.stubEnv(name, value);
  }
});
afterAll(() => void server.close());

test("a letter goes over SMTP to the one address, from the configured host", async () => {
  await sendLetter({ to: "ada@example.com", subject: "Hello", text: "A link: https://x", html: "<p>A link</p>" });
  expect(received).toContain("MAIL FROM:<no-reply@credits.example.com>");
  expect(received.filter((line) => line.startsWith("RCPT TO"))).toEqual(["RCPT TO:<ada@example.com>"]);
  const letter = received.find((line) => line.includes("Subject: Hello")) ?? "";
  expect(letter).toContain('From: "Studio & Sons" <no-reply@credits.example.com>');
  expect(letter).toContain("A link: https://x");
});

test("an address in any script goes over SMTP as itself", async () => {
  received.length = 0;
  const to = parseAddress("j\u00fcrgen@m\u00fcnchen.de") ?? "";
  await sendLetter({ to, subject: "Hello", text: "x", html: "x" });
  expect(received).toContain("RCPT TO:<j\u00fcrgen@m\u00fcnchen.de>");
  expect(received.find((line) => line.startsWith("MAIL FROM"))).toMatch(/ SMTPUTF8$/);
});

test("an address with a comma or a line break never becomes a second recipient", async () => {
  received.length = 0;
  await sendLetter({ to: "a@example.com, b@example.com", subject: "x", text: "x", html: "x" }).catch(() => undefined);
  await sendLetter({ to: "a@example.com\r\nBcc: b@example.com", subject: "x", text: "x", html: "x" }).catch(
    () => undefined,
  );
  expect(received.filter((line) => line === "RCPT TO:<b@example.com>")).toEqual([]);
});
