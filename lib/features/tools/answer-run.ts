import "server-only";
import { kinds } from "#lib/credits/kinds.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import type { NotMade, ToolResult } from "./make-result.ts";
import type { ToolRun } from "./run-tool.ts";

/** What the page of a tool is told when it gets no file. */
export type RunRefusal =
  | { status: "signed-out" }
  | { status: "not-found" }
  | { status: "foreign" }
  | { status: "too-large" }
  | { status: "limited"; retryAfterSeconds: number }
  | { status: "refused"; field: string }
  | { status: "not-made"; reason: NotMade }
  | { status: "not-spent"; refusal: Refusal };

/** The file that a run made, with the receipt of what it used in the header `Purse-Receipt`; or the refusal. */
export function answerRun(run: ToolRun): Response {
  switch (run.status) {
    case "paid":
      return hand(run.result, receiptOf(run.transaction, run.replayed));
    case "free":
      return hand(run.result, null);
    case "not-made":
      return refuseRun(run);
    case "refused":
      return refuseRun({ status: "not-spent", refusal: run.refusal });
  }
}

/** A refusal as JSON, for the page that asked. Nothing was taken. */
export function refuseRun(refusal: RunRefusal): Response {
  const headers = new Headers({ "Cache-Control": "private, no-store" });
  if (refusal.status === "limited") headers.set("Retry-After", String(refusal.retryAfterSeconds));
  if (refusal.status === "not-made" && refusal.reason === "busy") headers.set("Retry-After", "5");
  return Response.json(refusal, { status: statusOf(refusal), headers });
}

function hand({ bytes, type, fileName, width, height }: ToolResult, receipt: object | null) {
  const headers = new Headers({
    "Content-Type": type,
    "Content-Disposition": `attachment; filename="${fileName}"`,
    "Cache-Control": "private, no-store",
    "Purse-Size": `${width}x${height}`,
  });
  if (receipt) headers.set("Purse-Receipt", JSON.stringify(receipt));
  return new Response(new Uint8Array(bytes), { headers });
}

function receiptOf({ version, amount, balanceAfter, entries }: Transaction, replayed: boolean) {
  const byKind = Map.groupBy(entries, ({ kind }) => kind);
  const uses = kinds.flatMap((kind) => {
    const taken = (byKind.get(kind) ?? []).reduce((sum, entry) => sum - entry.amount, 0);
    return taken > 0 ? [{ kind, amount: taken }] : [];
  });
  return { version, used: -amount, balanceAfter, uses, replayed };
}

function statusOf(refusal: RunRefusal): number {
  switch (refusal.status) {
    case "signed-out":
      return 401;
    case "foreign":
      return 403;
    case "not-found":
      return 404;
    case "too-large":
      return 413;
    case "limited":
      return 429;
    case "refused":
      return 422;
    case "not-made":
      return refusal.reason === "busy" ? 503 : 422;
    case "not-spent":
      return statusOfRefusal(refusal.refusal);
  }
}

function statusOfRefusal({ slug }: Refusal): number {
  switch (slug) {
    case "not-found":
      return 404;
    case "insufficient-credits":
      return 402;
    case "quote-expired":
    case "quote-changed":
    case "source-used":
    case "hold-not-open":
    case "exceeds-hold":
    case "exceeds-spend":
      return 409;
    case "account-frozen":
      return 403;
    case "invalid-request":
    case "idempotency-key-reused":
      return 422;
  }
}
