import { expect, test, vi } from "vitest";
import { readOutbox } from "#lib/mail/read-outbox.ts";
import { cookieName, cookieOptions, readCookie } from "./cookies.ts";
import { listDemoPeople, signInDemoPerson } from "./demo-people.ts";
import { configuredProviders } from "./providers.ts";

// There is no database: every query would fail.
for (const [name, value] of Object.entries({
  DEMO: "",
  APP_URL: "https://credits.example.com",
  DATABASE_URL: "postgres://nobody@localhost:1/none",
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
  SMTP_URL: "smtps://mail.example.com",
  AUTH_GITHUB_ID: "purse",
  AUTH_GITHUB_SECRET: "secret",
})) {
  vi.stubEnv(name, value);
}

test("in production there are no demo users and no outbox", async () => {
  expect(await listDemoPeople()).toEqual([]);
  expect(await signInDemoPerson("example", { previous: null, userAgent: null })).toEqual({ status: "not-found" });
  expect(await readOutbox()).toBeNull();
});

test("on https, sign-in cookies belong to this host only", () => {
  expect(cookieName("session-token")).toBe("__Host-authjs.session-token");
  expect(cookieName("csrf-token")).toBe("__Host-authjs.csrf-token");
  expect(cookieOptions()).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure: true });
});

test("a cookie is read by its full name", () => {
  const header = "x__Host-authjs.session-token=a; authjs.session-token=b; __Host-authjs.session-token=c=d";
  expect(readCookie(header, cookieName("session-token"))).toBe("c=d");
  expect(readCookie(null, cookieName("session-token"))).toBeNull();
  for (const empty of ["", " ", ";"]) {
    expect(readCookie(`__Host-authjs.session-token=${empty}`, cookieName("session-token"))).toBeNull();
  }
});

test("only providers with keys are offered", () => {
  expect(configuredProviders()).toEqual(["github"]);
});
