import { randomUUID } from "node:crypto";
import type { RefundCommand, SpendCommand } from "#lib/credits/command.ts";

/** A spend of one credit under a unique key. */
export function spendOne(account: string): SpendCommand {
  const said = {
    feature: "ai-image",
    units: 1,
    reference: null,
    quote: null,
    platform: null,
    clientVersion: null,
    actor: "bench",
  };
  return { type: "spend", account, cost: 1, request: newKey(), ...said };
}

/** A refund of everything that a line took. */
export function refundWhole(account: string, of: number): RefundCommand {
  const said = { amount: null, reason: "bench", actor: "bench", platform: null };
  return { type: "refund", account, of, request: newKey(), ...said };
}

function newKey() {
  return { scope: "service:bench" as const, key: randomUUID().replaceAll("-", ""), fingerprint: "0".repeat(32) };
}
