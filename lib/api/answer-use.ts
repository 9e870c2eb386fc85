import "server-only";
import type { Transaction } from "#lib/credits/transaction.ts";
import type { Answer } from "#lib/http/answer.ts";
import type { Caller } from "#lib/http/caller.ts";
import type { Outcome } from "#lib/ledger/fold.ts";
import { answerOutcome, explainRefusal } from "./answer-outcome.ts";
import { withNewQuote } from "./answer-quote.ts";

/** What a spend or a hold answers: a refusal about the quote brings the new one, one for lack of credits the way to more. */
export async function answerUse(
  outcome: Outcome,
  { account, sees, wayBack }: Pick<Caller, "account" | "sees" | "wayBack">,
  { feature, units }: { feature: string; units: number },
  body: (line: Transaction) => object | Promise<object>,
): Promise<Answer> {
  if (outcome.status === "done") return await answerOutcome(outcome, body);
  const problem = await explainRefusal(outcome.refusal, { feature, wayBack });
  const aboutQuote = outcome.refusal.slug === "quote-expired" || outcome.refusal.slug === "quote-changed";
  return aboutQuote ? await withNewQuote(problem, { account, sees }, { feature, units }) : problem;
}
