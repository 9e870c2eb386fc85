import "server-only";
import type { Answer } from "#lib/api/http/answer.ts";
import { jsonResponse } from "#lib/api/http/json-response.ts";
import { invalidRequest, type Problem } from "#lib/api/http/problem.ts";
import { explainNoFeature } from "#lib/catalogue/features.ts";
import { database } from "#lib/database.ts";
import type { Visibility } from "#lib/devices/policy.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { makeQuote } from "#lib/spending/quote.ts";
import { presentQuote } from "./present.ts";

/** The account of the quote, and how much of it the caller sees. */
interface Asker {
  account: string;
  visibility: Visibility;
}

interface Asked {
  feature: string;
  units: number;
}

/** A quote for an account, or the problem that prevents it. */
export async function quoteResponse({ account, visibility }: Asker, asked: Asked): Promise<Answer> {
  const balance = await readBalance(database(), account);
  if (balance === null) return { slug: "not-found", detail: "account not found" };
  const made = await makeQuote(database(), { account, ...asked });
  switch (made.status) {
    case "quoted":
      return jsonResponse(presentQuote(made.quote, { visibility, debt: balance.debt }));
    case "unknown-feature":
      return invalidRequest([{ path: "feature", message: await explainNoFeature(database(), asked.feature) }]);
    case "too-many-units":
      return invalidRequest([{ path: "units", message: "cost more than can be spent at a time" }]);
  }
}

/** A refusal about a quote, with the new quote that replaces it. */
export async function withNewQuote(problem: Problem, { account, visibility }: Asker, asked: Asked): Promise<Problem> {
  const made = await makeQuote(database(), { account, ...asked });
  if (made.status !== "quoted") return problem;
  const debt = (await readBalance(database(), account))?.debt;
  return { ...problem, more: { quote: presentQuote(made.quote, { visibility, debt }) } };
}
