import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { noInput, queryInput } from "#lib/api/input.ts";
import { readVersion } from "#lib/api/path-number.ts";
import { presentEntry, presentTransaction, shownAtMost } from "#lib/api/present.ts";
import { queries } from "#lib/api/queries.ts";
import { entryShape, transactionShape } from "#lib/api/shapes.ts";
import { database } from "#lib/database.ts";
import { readEntryPage, readHistoryInShort, readTransactionInShort } from "#lib/ledger/read/history.ts";

const callers = { web: true, service: "read", device: "see-batches", page: "/profile/credits/history" } as const;
const params = z.object({
  version: z.string().meta({ description: "The number of the transaction in the account's history: 1, 2, 3 …" }),
});

export const listTransactions = accountCall({
  operationId: "listTransactions",
  method: "GET",
  path: "/api/v1/transactions",
  summary: "The history, newest first",
  callers,
  input: queryInput(queries.transactions),
  answers: {
    "200": z.strictObject({ transactions: z.array(transactionShape), nextBefore: z.int().positive().nullable() }),
  },
  handle: async ({ caller, input }) => {
    const { limit = 50, from, to, type, kind, ...rest } = input;
    const filter = {
      ...rest,
      types: type,
      kinds: kind,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    };
    const page = { limit, entries: shownAtMost };
    const { transactions, nextBefore } = await readHistoryInShort(database(), caller.account, filter, page);
    return Response.json({
      transactions: transactions.map((line) => presentTransaction(line, caller.visibility)),
      nextBefore,
    });
  },
});

export const getTransaction = accountCall({
  operationId: "getTransaction",
  method: "GET",
  path: "/api/v1/transactions/{version}",
  summary: "One line of the history",
  callers,
  params,
  input: noInput,
  answers: { "200": transactionShape },
  handle: async ({ caller, params }) => {
    const number = readVersion(params.version);
    const line = number === null ? null : await readTransactionInShort(database(), caller.account, number, shownAtMost);
    return line === null
      ? { slug: "not-found", detail: "transaction not found" }
      : Response.json(presentTransaction(line, caller.visibility));
  },
});

export const listEntries = accountCall({
  operationId: "listEntries",
  method: "GET",
  path: "/api/v1/transactions/{version}/entries",
  summary: "The entries of one line, in deduction order",
  callers,
  params,
  input: queryInput(queries.entries),
  answers: { "200": z.strictObject({ entries: z.array(entryShape), nextAfter: z.int().positive().nullable() }) },
  problems: ["not-found"],
  handle: async ({ caller, input: { limit = shownAtMost, after = null }, params }) => {
    const version = readVersion(params.version);
    const page = version === null ? null : await readEntryPage(database(), caller.account, { version, after, limit });
    if (page === null) return { slug: "not-found", detail: "transaction not found, or no entry to continue from" };
    return Response.json({ entries: page.entries.map(presentEntry), nextAfter: page.nextAfter });
  },
});
