import "server-only";
import { missingMigrations } from "#db/migrate.ts";
import { database, renewDatabase } from "#lib/database.ts";
import type { Answer } from "#lib/http/answer.ts";
import { isLate, withDeadline } from "#lib/with-deadline.ts";

const patienceMs = 3_000;

/** Ready when the database answers within 3 s and no migration is missing. */
export async function answerReady(): Promise<Answer> {
  const db = database();
  const missing = await withDeadline(missingMigrations(db.$client), patienceMs).catch((error: unknown) => {
    if (isLate(error)) renewDatabase(db);
    throw error;
  });
  if (missing.length === 0) return Response.json({ status: "ready" });
  return { slug: "unavailable", detail: `migrations are missing: ${missing.join(", ")}`, retryAfterSeconds: 5 };
}
