"use server";

import { currentPerson } from "#lib/auth/person.ts";
import { database } from "#lib/database.ts";
import { makeQuote, type Quote } from "#lib/features/quote.ts";
import { parseTool } from "#lib/features/tools/tool.ts";
import { allow } from "#lib/limits/allow.ts";

/** What one run of a tool would cost now and which credits it would use; nothing is taken. */
export async function quoteTool(slug: string): Promise<{ status: "quoted"; quote: Quote } | { status: "refused" }> {
  const [person, tool] = [await currentPerson(), parseTool(slug)];
  if (!person || !tool) return { status: "refused" };
  const allowance = await allow({ key: `quotes:${person.sessionId}`, capacity: 120, perSeconds: 60 });
  if (allowance.status === "limited") return { status: "refused" };
  const answer = await makeQuote(database(), { account: person.accountId, feature: tool, units: 1 });
  return answer.status === "quoted" ? answer : { status: "refused" };
}
