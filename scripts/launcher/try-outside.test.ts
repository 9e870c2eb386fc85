import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { answerJson, serveScript } from "#testing/scripted-server.ts";
import { tryOutside } from "./try-outside.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

test("servers that respond are listed with one line each", async () => {
  const apiBase = await serveStripe(200, { object: "list", data: [], has_more: false, url: "/v1/checkout/sessions" });
  expect(await tryOutside({ smtpUrl: await serveSmtp("235 in"), stripe: stripeAt(apiBase) })).toEqual([
    expect.stringMatching(/^SMTP: connected to 127\.0\.0\.1:\d+$/),
    expect.stringMatching(/^Stripe: connected to localhost:\d+, test mode$/),
  ]);
});

test.each([
  [401, "does not know the key"],
  [403, "cannot read Checkout Sessions"],
  [500, "can't be reached (500)"],
])("a %i from Stripe is a warning: %s", async (status, said) => {
  const apiBase = await serveStripe(status, { error: { message: "no", type: "invalid_request_error" } });
  expect(await tryOutside({ smtpUrl: undefined, stripe: stripeAt(apiBase) })).toEqual([
    expect.stringMatching(new RegExp(`^Warning: Stripe: .*${said.replaceAll(/[()]/g, "\\$&")}`)),
  ]);
});

test("servers that don't respond are warnings, without a password", async () => {
  const smtpUrl = "smtp://user:secret@127.0.0.1:1";
  const lines = await tryOutside({ smtpUrl, stripe: stripeAt("http://127.0.0.1:1") });
  expect(lines).toEqual([
    expect.stringContaining("SMTP: 127.0.0.1:1 can't be reached"),
    expect.stringContaining("Stripe: 127.0.0.1:1 can't be reached"),
  ]);
  expect(lines.join()).not.toContain("secret");
});

test("a server that stays silent times out", async () => {
  const silent = await listen(createServer());
  const stripe = stripeAt(`http://127.0.0.1:${silent}`);
  const lines = await tryOutside({ smtpUrl: `smtp://127.0.0.1:${silent}`, stripe }, 200);
  expect(lines).toEqual([expect.stringMatching(/^Warning: SMTP/), expect.stringMatching(/^Warning: Stripe/)]);
});

test("a refused password is distinguished from a mail server that doesn't respond", async () => {
  const [line] = await tryOutside({
    smtpUrl: await serveSmtp("535 secret is wrong"),
    stripe: stripeAt("http://[::1]:1"),
  });
  expect(line).toMatch(/refuses the user name or password in SMTP_URL/);
  expect(line).not.toContain("secret");
});

function stripeAt(apiBase: string) {
  return { secretKey: "sk_test_1", webhookSecrets: ["whsec_1"], apiBase, live: false };
}

async function serveStripe(status: number, body: object): Promise<string> {
  const { baseUrl, stop } = await serveScript([answerJson(status, body)]);
  stops.push(stop);
  return baseUrl;
}

/** A mail server that responds to every sign-in attempt with this. */
async function serveSmtp(answerToPassword: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined).write("220 test\r\n");
    socket.setEncoding("utf8").on("data", (line: string) => {
      if (line.startsWith("EHLO")) socket.write("250-test\r\n250 AUTH PLAIN\r\n");
      else if (line.startsWith("AUTH")) socket.write(`${answerToPassword}\r\n`);
      else socket.write("221 bye\r\n");
    });
  });
  return `smtp://user:secret@127.0.0.1:${await listen(server)}`;
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<{ destroy: () => void }>();
  server.on("connection", (socket) => sockets.add(socket));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
