import { z } from "zod";
import { runShape } from "#lib/api/run-shapes.ts";
import * as served from "#lib/api/shapes.ts";

// Schemas with which tests read responses. That a response has this shape and no other is checked before, against
// the document that the server serves.
export const anything = z.unknown();
export const balance = served.balanceShape;
export const features = z.object({ features: z.array(served.featureShape) });
export const quote = served.quoteShape;
export const transaction = served.transactionShape;
export const transactions = z.object({ transactions: z.array(transaction), nextBefore: z.number().nullable() });
export const entries = z.object({ entries: z.array(served.entryShape), nextAfter: z.number().nullable() });
export const batches = z.object({ batches: z.array(served.batchShape), nextAfter: z.number().nullable() });
export const written = z.object({ transaction, balance: served.writtenBalanceShape });
export const granted = written.extend({ batch: served.batchShape });
export const grants = z.object({ grants: z.array(granted.omit({ balance: true }).extend({ account: z.string() })) });
export const hold = z.object({ hold: served.holdShape });
export const holds = z.object({ holds: z.array(served.holdShape), nextBefore: z.number().nullable() });
export const holdWritten = written.extend({ hold: served.holdShape });
export const account = z.object({ account: z.object({ id: z.string() }) });
export const order = z.object({ order: served.orderShape });
export const checkout = order.extend({ url: z.string() });
export const problem = z.looseObject({ type: z.string(), status: z.number(), detail: z.string() });
export const run = z.object({ run: runShape });
export const runWritten = run.extend({ balance: served.writtenBalanceShape });
