import { randomUUID } from "node:crypto";
import type {
  AdjustCommand,
  CaptureCommand,
  ExtendCommand,
  ForgiveCommand,
  FreezeCommand,
  HoldCommand,
  RefundCommand,
  ReleaseCommand,
  RevokeCommand,
} from "#lib/credits/command.ts";
import { keyOf } from "./accounts.ts";

type Said = { key?: string };

/** A hold for 15 minutes, unless overridden, under a unique key. */
export function holdOf(
  account: string,
  cost: number,
  { expiresInSeconds = 900, key = randomUUID() }: Said & { expiresInSeconds?: number } = {},
): HoldCommand {
  const use = {
    cost,
    feature: "ai-image",
    units: 1,
    reference: null,
    quote: null,
    clientVersion: null,
    expiresInSeconds,
  };
  return { type: "hold", ...use, ...envelope(account, key, { cost, expiresInSeconds }) };
}

/** A capture of the whole hold, or of an amount. */
export function captureOf(
  account: string,
  hold: number,
  { amount = null, final = true, key = randomUUID() }: Said & { amount?: number | null; final?: boolean } = {},
): CaptureCommand {
  return { type: "capture", hold, amount, final, ...envelope(account, key, { capture: hold, amount, final }) };
}

/** A release because the job failed, or was cancelled. */
export function releaseOf(
  account: string,
  hold: number,
  { cause = "failed", key = randomUUID() }: Said & { cause?: ReleaseCommand["cause"] } = {},
): ReleaseCommand {
  return { type: "release", hold, cause, ...envelope(account, key, { release: hold, cause }) };
}

/** An extension to so many seconds from now. */
export function extendOf(
  account: string,
  hold: number,
  { expiresInSeconds = 900, key = randomUUID() }: Said & { expiresInSeconds?: number } = {},
): ExtendCommand {
  return { type: "extend", hold, expiresInSeconds, ...envelope(account, key, { extend: hold, expiresInSeconds }) };
}

/** A refund of everything left of a line, or of an amount. */
export function refundOf(
  account: string,
  of: number,
  { amount = null, key = randomUUID() }: Said & { amount?: number | null } = {},
): RefundCommand {
  return { type: "refund", of, amount, reason: "a test", ...envelope(account, key, { refund: of, amount }) };
}

/** An operator's correction in deduction order or, upwards, by purchased credits. */
export function adjustOf(account: string, amount: number, { key = randomUUID() }: Said = {}): AdjustCommand {
  const rest = { reason: "a test", kind: "purchased" as const, expiresAt: null, batch: null };
  return { type: "adjustment", amount, ...rest, ...envelope(account, key, { amount }) };
}

/** Stops spending, or allows it again. */
export function freezeOf(
  account: string,
  type: "freeze" | "unfreeze" = "freeze",
  { key = randomUUID() }: Said = {},
): FreezeCommand {
  return { type, reason: "a test", ...envelope(account, key, { type }) };
}

/** Brings what is taken back of a batch to a target. */
export function revokeOf(
  account: string,
  batch: number,
  target: number,
  { key = randomUUID() }: Said = {},
): RevokeCommand {
  const about = { reason: "a pack", reference: "payment 1" };
  return { type: "revoke", batch, target, ...about, ...envelope(account, key, { batch, target }) };
}

/** Writes off what a batch owes. */
export function forgiveOf(account: string, batch: number, { key = randomUUID() }: Said = {}): ForgiveCommand {
  return { type: "forgive", batch, reason: "a test", ...envelope(account, key, { forgive: batch }) };
}

function envelope(account: string, key: string, body: unknown) {
  return { account, request: keyOf("operator", key, body), actor: "test", platform: null };
}
