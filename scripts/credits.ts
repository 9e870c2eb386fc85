import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { type Db, openDatabase } from "#db/client.ts";
import type { AdjustCommand, ForgiveCommand, FreezeCommand } from "#lib/credits/command.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import { explain } from "#lib/ledger/audit/explain.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { findAccount } from "#lib/people/find-account.ts";
import { Problem } from "./launcher/problem.ts";
import { withDatabase } from "./local-postgres/with-database.ts";
import { type Asked, readRequest, usage } from "./read-credits-request.ts";
import { sayLine, sayState } from "./say-line.ts";

export { usage };

const latestLines = 10;

/** Shows or changes the credits of an account for an operator; each change is a command with an actor and a key. */
export async function run(words: string[]): Promise<void> {
  const asked = readRequest(words);
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      const account = await findAccount(db, asked.account);
      if (account === null) throw new Problem(`There is no account ${asked.account}.`);
      if (asked.what === "show") await show(db, account);
      else await change(db, account, asked);
    } finally {
      await db.$client.end();
    }
  });
}

async function show(db: Db, account: string): Promise<void> {
  const explained = await explain(db, { account, at: null }, () => undefined);
  if (explained.status === "not-yet") throw new Error("now has not come yet");
  const { transactions } = await readHistory(db, account, {}, latestLines);
  console.log(`Account ${account}`);
  for (const line of sayState(explained.state)) console.log(line);
  console.log(transactions.length > 0 ? "Latest, newest first:" : "Nothing has happened yet.");
  for (const line of transactions) console.log(sayLine(line));
}

async function change(db: Db, account: string, asked: Exclude<Asked, { what: "show" }>): Promise<void> {
  const key = asked.key ?? randomUUID();
  const outcome = await commitOne(db, commandOf(account, asked, key)).catch((error: unknown) => {
    console.error(`The outcome is unknown. The same again finds out: --key ${key}`);
    throw error;
  });
  if (outcome.status === "refused" && outcome.refusal.slug === "nothing-left") {
    // The account is already in the requested state: repeating it with another key is not a failure.
    const { held } = outcome.refusal;
    console.log(`Nothing is left of this batch${held > 0 ? ` but ${held} on hold` : ""}. Nothing was changed.`);
    return;
  }
  if (outcome.status === "refused") throw new Problem(explainRefusal(outcome.refusal));
  console.log(sayLine(outcome.transaction));
  console.log(outcome.replayed ? `Done before, under the key ${key}.` : `Done under the key ${key}.`);
}

function commandOf(
  account: string,
  { account: _name, key: _key, ...asked }: Exclude<Asked, { what: "show" }>,
  key: string,
): AdjustCommand | FreezeCommand | ForgiveCommand {
  const request = requestKey("operator", key, { method: "operator", path: `${asked.what} ${account}`, body: asked });
  const envelope = { account, request, actor: `operator:${userInfo().username}`, platform: null };
  if (asked.what === "forgive") return { ...envelope, type: asked.what, batch: asked.batch, reason: asked.reason };
  if (asked.what !== "adjust") return { ...envelope, type: asked.what, reason: asked.reason };
  const { what: _what, ...adjustment } = asked;
  return { ...envelope, type: "adjustment", ...adjustment };
}

function explainRefusal(refusal: Refusal): string {
  switch (refusal.slug) {
    case "invalid-request":
      return `Refused: ${refusal.path} ${refusal.message}.`;
    case "insufficient-credits":
      return `Refused: ${refusal.available} available, ${refusal.shortfall} too few. Nothing was changed.`;
    case "not-found":
      return "Refused: batch not found.";
    case "idempotency-key-reused":
      return "Refused: this key was used for something else.";
    case "account-frozen":
    case "quote-expired":
    case "quote-changed":
    case "hold-not-open":
    case "exceeds-hold":
    case "exceeds-spend":
    case "source-used":
    case "unchanged":
    case "nothing-left":
      return `Refused: ${refusal.slug}.`;
  }
}
