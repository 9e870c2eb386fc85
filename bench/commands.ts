import { randomUUID } from "node:crypto";
import type { GrantCommand, SpendCommand } from "#lib/credits/command.ts";

/** A spend of one credit under a key of its own. */
export function spendOne(account: string): SpendCommand {
  const said = {
    feature: "ai-image",
    units: 1,
    reference: null,
    quote: null,
    clientVersion: null,
    platform: null,
    actor: "bench",
  };
  return { type: "spend", account, cost: 1, request: newKey(), ...said };
}

/** A grant of purchased credits, more than a run can use. */
export function grantMany(account: string, expiresAt: Date | null = null): GrantCommand {
  const said = { source: "bench", sourceId: null, reason: "bench", platform: null, actor: "bench" };
  return { type: "grant", account, kind: "purchased", amount: 1_000_000, expiresAt, request: newKey(), ...said };
}

function newKey() {
  return { scope: "service:bench" as const, key: randomUUID().replaceAll("-", ""), fingerprint: "0".repeat(32) };
}
