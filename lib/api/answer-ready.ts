import "server-only";
import { missingMigrations } from "#db/migrate.ts";
import { database } from "#lib/database.ts";
import type { Answer } from "#lib/http/answer.ts";
import { withDeadline } from "#lib/ledger/with-deadline.ts";

const patienceMs = 3_000;

/** Ready when the database answers within 3 s and no migration is missing. */
export async function answerReady(): Promise<Answer> {
  const missing = await withDeadline(missingMigrations(database().$client), patienceMs);
  if (missing.length === 0) return Response.json({ status: "ready" });
  return { slug: "unavailable", detail: `migrations are missing: ${missing.join(", ")}`, retryAfterSeconds: 5 };
}
