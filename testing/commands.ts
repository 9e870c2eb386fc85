import { type AccountState, newAccount } from "#lib/credits/account-state.ts";
import type {
  AdjustCommand,
  CaptureCommand,
  ExtendCommand,
  ForgiveCommand,
  FreezeCommand,
  GrantCommand,
  HoldCommand,
  RefundCommand,
  ReleaseCommand,
  RevokeCommand,
  SpendCommand,
} from "#lib/credits/command.ts";
import { decide } from "#lib/credits/decide/decide.ts";
import type { Decision } from "#lib/credits/decision.ts";
import type { Kind } from "#lib/credits/kinds.ts";
import { findRefundable } from "#lib/credits/refundable.ts";
import type { Transaction } from "#lib/credits/transaction.ts";

const account = "a";
const asked = {
  account,
  request: { scope: "web" as const, key: "k", fingerprint: "f" },
  actor: "test",
  platform: null,
};

/** Commands of one fictitious account, with defaults for what a test omits. */
export const command = {
  grant: (kind: Kind, amount: number, expiresAt: Date | null, repays = false): GrantCommand => ({
    ...asked,
    type: "grant",
    kind,
    amount,
    expiresAt,
    source: "test",
    sourceId: null,
    reason: "a test",
    repays,
  }),
  spend: (cost: number, quote: SpendCommand["quote"] = null): SpendCommand => ({
    ...asked,
    ...use(cost),
    type: "spend",
    quote,
  }),
  hold: (cost: number, expiresInSeconds = 900): HoldCommand => ({
    ...asked,
    ...use(cost),
    type: "hold",
    expiresInSeconds,
  }),
  capture: (hold: number, amount: number | null = null, final = true): CaptureCommand => ({
    ...asked,
    type: "capture",
    hold,
    amount,
    final,
  }),
  release: (hold: number, cause: ReleaseCommand["cause"] = "failed"): ReleaseCommand => ({
    ...asked,
    type: "release",
    hold,
    cause,
  }),
  extend: (hold: number, expiresInSeconds: number): ExtendCommand => ({
    ...asked,
    type: "extend",
    hold,
    expiresInSeconds,
  }),
  refund: (of: number, amount: number | null = null): RefundCommand => ({
    ...asked,
    type: "refund",
    of,
    amount,
    reason: "a test",
  }),
  adjust: (amount: number, batch: number | null = null): AdjustCommand => ({
    ...asked,
    type: "adjustment",
    amount,
    batch,
    kind: "purchased",
    expiresAt: null,
    reason: "a test",
  }),
  revoke: (batch: number, target: number): RevokeCommand => ({
    ...asked,
    type: "revoke",
    batch,
    target,
    reason: "a test",
    reference: "payment 1",
  }),
  forgive: (batch: number): ForgiveCommand => ({ ...asked, type: "forgive", batch, reason: "a test" }),
  freeze: (type: FreezeCommand["type"]): FreezeCommand => ({ ...asked, type, reason: "a test" }),
};

/** A new account that was granted these batches, in this order. */
export function granted(at: Date, ...batches: [Kind, number, Date | null][]): AccountState {
  return batches.reduce(
    (state, [kind, amount, expiresAt]) => accepted(decide(state, command.grant(kind, amount, expiresAt), at)).state,
    newAccount(account),
  );
}

/** The state with the line that a refund will name, as loaded from the tables or from earlier lines. */
export function knowing(state: AccountState, lines: readonly Transaction[], version: number | null): AccountState {
  const named = version === null ? null : findRefundable(version, lines, state);
  return { ...state, refundable: named === null ? [] : [named] };
}

/** A decision that a test expects to be accepted. */
export function accepted(decision: Decision): Decision & { status: "accepted" } {
  if (decision.status !== "accepted") throw new Error(`not accepted: ${JSON.stringify(decision)}`);
  return decision;
}

/** The slug of a decision that a test expects to be refused. */
export function refusedAs(decision: Decision): string {
  if (decision.status !== "refused") throw new Error(`${decision.status}, and a refusal was expected`);
  return decision.refusal.slug;
}

function use(cost: number) {
  return { cost, feature: "ai-image", units: 1, reference: null, quote: null, clientVersion: null };
}
