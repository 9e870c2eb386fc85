import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { creditTransactions } from "./credits.ts";
import { instant } from "./instant.ts";

export const holdStatus = pgEnum("hold_status", ["open", "captured", "released", "lapsed"]);

const amount = (name: string) => bigint(name, { mode: "number" });

/** Credits reserved for running jobs. The parts of a hold are the entries of its line. */
export const creditHolds = pgTable(
  "credit_holds",
  {
    accountId: uuid("account_id").notNull(),
    number: integer("number").notNull(),
    version: amount("version").notNull(),
    status: holdStatus("status").notNull(),
    amount: amount("amount").notNull(),
    captured: amount("captured").notNull().default(0),
    expiresAt: instant("expires_at").notNull(),
    reference: text("reference"),
  },
  (t) => [
    primaryKey({ name: "credit_holds_pkey", columns: [t.accountId, t.number] }),
    foreignKey({
      name: "credit_holds_transaction",
      columns: [t.accountId, t.version],
      foreignColumns: [creditTransactions.accountId, creditTransactions.version],
    }),
    check("credit_holds_captured_within_amount", sql`${t.captured} between 0 and ${t.amount}`),
    check("credit_holds_captured_with_status", sql`${t.status} <> 'captured' or ${t.captured} > 0`),
    index("credit_holds_open").on(t.accountId, t.expiresAt).where(sql`${t.status} = 'open'`),
    index("credit_holds_next_due").on(t.expiresAt).where(sql`${t.status} = 'open'`),
  ],
);
