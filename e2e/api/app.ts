import { createHash, randomBytes, randomUUID } from "node:crypto";
import { test as base } from "@playwright/test";
import { z } from "zod";
import { type ApiClient, done, openApiClient } from "#testing/api-client.ts";
import { type AppProcess, type AppServer, serveApp } from "#testing/app-server.ts";
import { runCommand } from "#testing/run-command.ts";

export { expect } from "@playwright/test";

interface Fixtures {
  /** Whether the server process serves the interface itself, before Next; else Next's catch-all route does. */
  directApi: boolean;
  /** The built app with a database of its own, shared by the tests of one worker. */
  server: AppServer;
  /** One more process of the app on the same database, shared by the tests of one worker too. */
  another: AppProcess;
  /** A caller without credentials. */
  stranger: ApiClient;
}

/** Tests of the interface: they need no browser, and each creates its own users. */
export const test = base.extend<object, Fixtures>({
  directApi: [true, { option: true, scope: "worker" }],
  server: [
    async ({ directApi }, use) => {
      const server = await serveApp(directApi ? {} : { DIRECT_API: "off" });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
  another: [async ({ server }, use) => use(await server.startAnother()), { scope: "worker", timeout: 300_000 }],
  stranger: [async ({ server }, use) => use(await openApiClient(server.url)), { scope: "worker" }],
});

/** A user with an account, and the two ways to call for it. */
export interface Owner {
  account: string;
  /** As the user in the browser. */
  web: ApiClient;
  /** As a product back end whose key has every right. */
  backend: ApiClient;
  /** What identifies the browser's session in the table. */
  session: string;
}

/** Credits to start with, by kind: activity and subscription credits expire in 30 days. */
export type Credits = Partial<Record<"subscription" | "activity" | "purchased", number>>;

/** Creates a signed-in user whose account has these credits. */
export async function newOwner(server: AppServer, stranger: ApiClient, credits: Credits = {}): Promise<Owner> {
  const key = { Authorization: `Bearer ${server.serviceKey}` };
  const { account } = done(await stranger.as(key).openAccount(`${randomUUID()}@example.com`));
  const backend = stranger.as({ ...key, "Credits-Account": account.id });
  for (const kind of ["subscription", "activity", "purchased"] as const) {
    const amount = credits[kind];
    if (amount !== undefined) done(await backend.grant(grantOf(kind, amount)));
  }
  const { session, cookie } = await signIn(server, account.id);
  const web = stranger.as({ Cookie: cookie, Origin: server.url });
  return { account: account.id, web, backend, session };
}

/** The body of a grant; what the kind does not need is omitted. */
export function grantOf(kind: "subscription" | "activity" | "purchased", amount: number, said: object = {}) {
  const ends = kind === "purchased" ? {} : { expiresAt: inDays(30) };
  return { kind, amount, source: "test", reason: "A test", ...ends, ...said };
}

/** An instant so many days from now. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

/** Signs a user in without a sign-in page: it inserts the row that the page would write. */
export async function signIn(
  { owner }: Pick<AppServer, "owner">,
  userId: string,
): Promise<{ session: string; cookie: string }> {
  const token = randomBytes(32).toString("base64url");
  const session = createHash("sha256").update(token).digest("hex");
  await owner`insert into sessions (session_token, user_id, expires, method)
    values (${session}, ${userId}, now() + interval '1 hour', 'email')`;
  return { session, cookie: `authjs.session-token=${token}` };
}

/** Signs an app in without its sign-in: it inserts the row. Returns how the app calls. */
export async function newDevice(
  { owner }: AppServer,
  stranger: ApiClient,
  { account, platform, version }: { account: string; platform: "desktop" | "mobile"; version: string },
): Promise<ApiClient & { device: string }> {
  const token = `pdt_${randomBytes(32).toString("base64url")}`;
  const hash = createHash("sha256").update(token).digest("hex");
  const [row] = await owner`insert into devices (user_id, platform, version, token_hash)
    values (${account}, ${platform}, ${version}, ${hash}) returning id`;
  const api = stranger.as({ Authorization: `Bearer ${token}`, "Credits-Client": `${platform}/${version}` });
  return { ...api, device: String(row?.id) };
}

/** Freezes an account as an operator does: setting the column directly would break the ledger that other tests verify. */
export async function freeze({ databaseUrl }: AppServer, account: string): Promise<void> {
  const words = ["freeze", account, "--reason", "A test"];
  const { code, error } = await runCommand("credits", words, { appUrl: databaseUrl });
  if (code !== 0) throw new Error(error);
}

/** Creates a service key with exactly this right, of a new client unless one is named. */
export async function newServiceKey(
  { owner }: AppServer,
  may: readonly string[],
  client: string = `test-${randomUUID()}`,
): Promise<string> {
  const secret = randomBytes(24).toString("base64url");
  const hash = createHash("sha256").update(secret).digest("hex");
  await owner`insert into service_keys (name, client, hash, may)
    values (${`test-${randomUUID()}`}, ${client}, ${hash}, ${[...may]})`;
  return secret;
}

const count = z.object({ lines: z.number() });

/** How many lines an account's history has, counted in the table itself. */
export async function countLines({ owner }: AppServer, account: string): Promise<number> {
  const [row] = await owner`select count(*)::int as lines from credit_transactions where account_id = ${account}`;
  return count.parse(row).lines;
}
