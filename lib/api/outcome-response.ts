import "server-only";
import type { Answer } from "#lib/api/http/answer.ts";
import { jsonResponse } from "#lib/api/http/json-response.ts";
import { invalidRequest, type Problem } from "#lib/api/http/problem.ts";
import { webUrl } from "#lib/api/http/web-url.ts";
import { listPacks, smallestPackFor } from "#lib/catalogue/packs.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import type { Outcome } from "#lib/ledger/commit/outcome.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";

/** The response to a write: 201 with the transaction, marked when it is a replay; or the refusal. */
export async function outcomeResponse(
  outcome: Outcome,
  body: (line: Transaction) => object | Promise<object>,
): Promise<Answer> {
  if (outcome.status === "refused") return await explainRefusal(outcome.refusal);
  return jsonResponse(await body(outcome.transaction), {
    status: 201,
    headers: outcome.replayed ? { "Idempotent-Replayed": "true" } : {},
  });
}

/** Who asked, what the credits were for, and the caller's return link. */
interface Asked {
  account?: string;
  feature?: string;
  returnLink: string | null;
}

/** A refusal of the rules as a problem of the interface. */
export async function explainRefusal(refusal: Refusal, asked: Asked = { returnLink: null }): Promise<Problem> {
  switch (refusal.slug) {
    case "not-found":
      return { slug: "not-found", detail: "account not found, or it has nothing with this number" };
    case "invalid-request":
      return invalidRequest([{ path: refusal.path, message: refusal.message }]);
    case "quote-expired":
      return { slug: "quote-expired", detail: "the quote has expired: use the new one" };
    case "quote-changed":
      return { slug: "quote-changed", detail: "the credits that would be used have changed: use the new quote" };
    case "insufficient-credits": {
      const { cost, available, shortfall } = refusal;
      return {
        slug: "insufficient-credits",
        detail: `it costs ${cost} credits and ${available} are available: ${shortfall} more are needed`,
        more: { cost, available, shortfall, webUrl: await storeUrl(shortfall, asked) },
      };
    }
    case "account-frozen":
      return { slug: "account-frozen", detail: "spending is stopped for this account: contact support" };
    case "hold-not-open":
      return { slug: "hold-not-open", detail: `the hold is ${refusal.status}`, more: { holdStatus: refusal.status } };
    case "exceeds-hold":
      return {
        slug: "exceeds-hold",
        detail: `the hold has ${refusal.held} credits left`,
        more: { held: refusal.held },
      };
    case "exceeds-spend":
      return {
        slug: "exceeds-spend",
        detail: `${refusal.refundable} credits can be returned`,
        more: { refundable: refusal.refundable },
      };
    case "unchanged":
      // Callers answer this themselves.
      return { slug: "not-found", detail: "nothing more was returned than before" };
    case "nothing-left":
      // Only operators return all of a batch.
      return { slug: "not-found", detail: "this batch has no credits left" };
    case "idempotency-key-reused":
      return { slug: "idempotency-key-reused", detail: "this Idempotency-Key was used for a different request" };
    case "source-used":
      return {
        slug: "source-used",
        detail: "this source was already granted, to another account or with another amount",
      };
  }
}

/**
 * The store's address, with the smallest pack that covers the shortfall and what a purchase repays first, and the feature to
 * return to.
 */
async function storeUrl(shortfall: number, { account, feature, returnLink }: Asked): Promise<string> {
  const balance = account === undefined ? null : await readBalance(database(), account);
  const pack = smallestPackFor(await listPacks(database()), shortfall + (balance?.debt ?? 0));
  const query = new URLSearchParams({ need: String(shortfall) });
  if (pack !== undefined) query.set("pack", pack.slug);
  if (feature !== undefined) query.set("feature", feature);
  return webUrl(`/profile/credits/store?${query}`, returnLink);
}
