import "server-only";
import type { Answer } from "#lib/api/http/answer.ts";
import type { Caller } from "#lib/api/http/caller.ts";
import type { Problem } from "#lib/api/http/problem.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import type { Outcome } from "#lib/ledger/commit/outcome.ts";
import { explainRefusal, outcomeResponse } from "./outcome-response.ts";
import { withNewQuote } from "./quote-response.ts";

/** The account, and how much of its credits the caller sees. */
type Asker = { account: string } & Pick<Caller, "visibility" | "returnLink">;

/**
 * The response to a spend or hold. A refusal about the quote has the new one; one for lack of credits has the store's
 * address.
 */
export async function responseToUse(
  outcome: Outcome,
  caller: Asker,
  asked: { feature: string; units: number },
  body: (line: Transaction) => object | Promise<object>,
): Promise<Answer> {
  if (outcome.status === "done") return await outcomeResponse(outcome, body);
  return await explainUse(outcome.refusal, caller, asked);
}

/** Why a spend or hold was refused, with the new quote or with the page that sells the missing credits. */
export async function explainUse(
  refusal: Refusal,
  { account, visibility, returnLink }: Asker,
  { feature, units }: { feature: string; units: number },
): Promise<Problem> {
  const problem = await explainRefusal(refusal, { account, feature, returnLink });
  const aboutQuote = refusal.slug === "quote-expired" || refusal.slug === "quote-changed";
  return aboutQuote ? await withNewQuote(problem, { account, visibility }, { feature, units }) : problem;
}
