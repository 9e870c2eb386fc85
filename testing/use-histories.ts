import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Db } from "#db/client.ts";
import { type AccountState, newAccount } from "#lib/credits/account-state.ts";
import type { Command } from "#lib/credits/command.ts";
import { decide } from "#lib/credits/decide/decide.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { commitHistory, type Step } from "#lib/ledger/commit/commit-history.ts";
import { grantOf, openAccount, spendOf } from "./accounts.ts";
import { knowing } from "./commands.ts";
import { captureOf, holdOf, refundOf, releaseOf } from "./use-commands.ts";

const features = ["ai-image", "ai-script", "smart-cutout"] as const;

const use = fc.record({
  feature: fc.constantFrom(...features),
  platform: fc.constantFrom("web", "desktop", "mobile", null),
  cost: fc.integer({ min: 1, max: 60 }),
});
const step = fc.oneof(
  fc.record({ type: fc.constant("spend" as const), use }),
  fc.record({ type: fc.constant("hold" as const), use }),
  fc.record({ type: fc.constant("capture" as const), amount: fc.integer({ min: 1, max: 30 }), final: fc.boolean() }),
  fc.record({ type: fc.constant("release" as const) }),
  fc.record({
    type: fc.constant("refund" as const),
    back: fc.nat({ max: 8 }),
    amount: fc.integer({ min: 1, max: 30 }),
  }),
  fc.record({
    type: fc.constant("grant" as const),
    kind: fc.constantFrom("subscription" as const, "activity" as const),
    amount: fc.integer({ min: 1, max: 40 }),
    hours: fc.integer({ min: 1, max: 60 }),
  }),
);

/** Minutes since the step before, and what happens then: uses of every way, through holds in parts, and refunds. */
export const useHistories = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), step), {
  minLength: 20,
  maxLength: 70,
});
export type UseHistory = typeof useHistories extends fc.Arbitrary<infer H> ? H : never;

/** A history with each way of using credits and of returning them. */
export const everyUse: UseHistory = [
  [1, { type: "grant", kind: "subscription", amount: 10, hours: 40 }],
  [300, { type: "spend", use: { feature: "ai-script", platform: "web", cost: 15 } }],
  [400, { type: "refund", back: 0, amount: 9 }],
  [400, { type: "grant", kind: "activity", amount: 12, hours: 60 }],
  [1, { type: "hold", use: { feature: "ai-image", platform: "desktop", cost: 40 } }],
  [20, { type: "capture", amount: 7, final: false }],
  [20, { type: "capture", amount: 13, final: false }],
  [20, { type: "capture", amount: 5, final: true }],
  [300, { type: "refund", back: 1, amount: 10 }],
];

/** Writes a history from an instant on, with what the rules accept of it, and returns its account. */
export async function writeUseHistory(db: Db, history: UseHistory, from: Date): Promise<string> {
  const account = await openAccount(db);
  const steps: Step[] = [];
  const lines: Transaction[] = [];
  let state: AccountState = newAccount(account);
  const tell = (command: Command | null, now: Date) => {
    if (command === null) return;
    const decision = decide(command.type === "refund" ? knowing(state, lines, command.of) : state, command, now);
    if (decision.status !== "accepted") return;
    steps.push({ command, now });
    lines.push(...decision.lines);
    state = decision.state;
  };
  let now = from;
  tell(grantOf(account, 5_000), now);
  for (const [minutes, next] of history) {
    now = new Date(now.getTime() + minutes * 60_000);
    tell(toCommand(account, next, { state, lines, now }), now);
  }
  await db.transaction((tx) => commitHistory(tx, [account], () => steps));
  return account;
}

function toCommand(
  account: string,
  next: UseHistory[number][1],
  { state, lines, now }: { state: AccountState; lines: readonly Transaction[]; now: Date },
): Command | null {
  const open = state.holds.find(({ status }) => status === "open")?.number ?? 0;
  switch (next.type) {
    case "spend":
      return spendOf(account, next.use.cost, next.use);
    case "hold":
      return { ...holdOf(account, next.use.cost, { expiresInSeconds: 86_400 }), ...next.use };
    case "capture":
      return captureOf(account, open, { amount: next.amount, final: next.final });
    case "release":
      return releaseOf(account, open);
    case "refund": {
      const uses = lines.filter(({ type }) => type === "spend" || type === "capture");
      const named = uses.at(-1 - next.back);
      return named === undefined ? null : refundOf(account, named.version, { amount: next.amount });
    }
    case "grant": {
      const expiresAt = new Date(now.getTime() + next.hours * 3_600_000);
      return grantOf(account, next.amount, { kind: next.kind, expiresAt, sourceId: randomUUID() });
    }
  }
}
