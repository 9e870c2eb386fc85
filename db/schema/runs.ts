import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  customType,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { hash16 } from "./hash.ts";
import { instant } from "./instant.ts";
import { isOldDeviceScope } from "./old-scope.ts";

/** running: credits held, in progress · done: captured · failed, cancelled: released or lapsed, nothing charged. */
export const runStatus = pgEnum("run_status", ["running", "done", "failed", "cancelled"]);

const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** A run of a tool for an account. Its credits are held under the run's own key; its outcome is stored here first. */
export const runs = pgTable(
  "runs",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    accountId: uuid("account_id").notNull(),
    keyScope: text("key_scope").notNull(),
    idempotencyKey: hash16("idempotency_key").notNull(),
    fingerprint: hash16("fingerprint").notNull(),
    feature: text("feature").notNull(),
    units: integer("units").notNull(),
    platform: text("platform"),
    status: runStatus("status").notNull().default("running"),
    /** Progress in per cent. */
    progress: smallint("progress").notNull().default(0),
    /** The number of its hold within the account; null until the credits are held. */
    hold: integer("hold"),
    /** The final cost in whole credits, known with its result. */
    cost: bigint("cost", { mode: "number" }),
    /** Why there is no result. */
    error: text("error"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    unique("runs_key_once").on(t.accountId, t.keyScope, t.idempotencyKey),
    index("runs_by_old_key").on(t.accountId, t.idempotencyKey).where(isOldDeviceScope(t.keyScope)),
    index("runs_by_account").on(t.accountId, t.createdAt),
    index("runs_running").on(t.updatedAt).where(sql`${t.status} = 'running'`),
    check("runs_progress_per_cent", sql`${t.progress} between 0 and 100`),
    check("runs_cost_or_error", sql`num_nonnulls(${t.cost}, ${t.error}) <= 1`),
    check("runs_done_means_cost", sql`${t.status} <> 'done' or ${t.cost} is not null`),
  ],
);

/** The files of a run, stored for a while so that every process of the app can serve them. */
export const runResults = pgTable(
  "run_results",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    /** 1, 2, 3 … */
    number: smallint("number").notNull(),
    type: text("type").notNull(),
    name: text("name").notNull(),
    width: integer("width"),
    height: integer("height"),
    bytes: bytes("bytes").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "run_results_pkey", columns: [t.runId, t.number] }),
    index("run_results_by_end").on(t.expiresAt),
    check("run_results_not_huge", sql`octet_length(${t.bytes}) between 1 and 33554432`),
  ],
);
