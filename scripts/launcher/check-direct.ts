import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { withDeadline } from "#lib/with-deadline.ts";

const limitMs = 10_000;
const hearingMs = 3_000;

/**
 * Says why LISTEN at one address would not receive what is announced at the other; an empty list: it does. Behind a pooler
 * that shares connections LISTEN succeeds and receives nothing.
 */
export async function checkDirect({
  directUrl,
  url,
}: {
  directUrl: string | undefined;
  url: string;
}): Promise<string[]> {
  const channel = `purse_start_${randomBytes(6).toString("hex")}`;
  const heard = Promise.withResolvers<true>();
  const listener = open(directUrl || url, () => heard.resolve(true));
  const announcer = open(url, () => undefined);
  try {
    await withDeadline(listener.unsafe(`listen ${channel}`).execute(), limitMs);
    await withDeadline(announcer.unsafe(`notify ${channel}`).execute(), limitMs);
    if (await Promise.race([heard.promise, sleep(hearingMs, false, { ref: false })])) return [];
    return [directUrl ? directHearsNothing : listenHearsNothing];
  } catch (error) {
    return [explain(error, directUrl)];
  } finally {
    await Promise.all([listener, announcer].map((client) => client.end({ timeout: 0 })));
  }
}

const listenHearsNothing =
  "LISTEN receives nothing at DATABASE_URL, where a transaction pooler seems to be: set DATABASE_DIRECT_URL to the address of PostgreSQL itself.";
const directHearsNothing =
  "LISTEN at DATABASE_DIRECT_URL receives nothing of what is announced at DATABASE_URL: it must lead to the same database, past any transaction pooler.";

function open(url: string, onHeard: () => void): postgres.Sql {
  const options = {
    max: 1,
    connect_timeout: 10,
    fetch_types: false,
    connection: { application_name: "purse-start" },
    onnotice: () => undefined,
    onnotify: onHeard,
  };
  return postgres(url, options);
}

function explain(error: unknown, directUrl: string | undefined): string {
  const why = error instanceof Error ? error.message.split("\n")[0] : "unknown";
  const name = directUrl ? "DATABASE_DIRECT_URL" : "DATABASE_URL";
  const { host } = new URL(directUrl || "postgres://?");
  return `LISTEN at ${name}${host ? ` (${host})` : ""} fails: ${why}`;
}
