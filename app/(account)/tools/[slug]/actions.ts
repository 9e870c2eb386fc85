"use server";

import { z } from "zod";
import type { AskQuote } from "#components/tools/quote-shape.ts";
import { allow } from "#lib/api/http/allow.ts";
import { database } from "#lib/database.ts";
import { readBatchLabels } from "#lib/ledger/read/batch-labels.ts";
import { currentPerson } from "#lib/people/current-person.ts";
import { makeQuote } from "#lib/spending/quote.ts";
import { parseTool, tools } from "#lib/tools/tool.ts";

/** What a run of a tool would cost now and which credits it would use; nothing is held. */
export async function quoteTool(slug: string, count: number, account: string): ReturnType<AskQuote> {
  const [person, tool] = [await currentPerson(), parseTool(slug)];
  if (!person || !tool) return { status: "refused" };
  if (person.accountId !== account) return { status: "other-user", name: person.name };
  const units = z.int().min(1).max(tools[tool].mostUnits).safeParse(count);
  if (!units.success) return { status: "refused" };
  const allowance = await allow({ key: `quotes:${person.sessionId}`, capacity: 120, perSeconds: 60 });
  if (allowance.status === "limited") return { status: "refused" };
  const answer = await makeQuote(database(), { account: person.accountId, feature: tool, units: units.data });
  if (answer.status !== "quoted") return { status: "refused" };
  const { quote } = answer;
  const labels = await readBatchLabels(database(), person.accountId, [{ entries: quote.batches }]);
  const batches = quote.batches.map((part) => ({ ...part, label: labels[part.batch] ?? String(part.batch) }));
  return { status: "quoted", quote: { ...quote, batches } };
}
