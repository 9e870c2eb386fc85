import "server-only";
import { missingMigrations } from "#db/migrate.ts";
import type { Answer } from "#lib/api/http/answer.ts";
import { database, renewDatabase } from "#lib/database.ts";
import { outagesOf } from "#lib/observability/outages.ts";
import { isLate, withDeadline } from "#lib/with-deadline.ts";

const patienceMs = 3_000;
const longestOutageMs = 30_000;

/**
 * Ready when the database answers within 3 s, no migration is missing, and neither LISTEN nor schedules have been down
 * for 30 s. Shorter outages usually end without help, and every process has them at the same time.
 */
export async function readyResponse(outageMs = longestOutageMs): Promise<Answer> {
  const db = database();
  const missing = await withDeadline(missingMigrations(db.$client), patienceMs).catch((error: unknown) => {
    if (isLate(error)) renewDatabase(db);
    throw error;
  });
  if (missing.length > 0) return unavailable(`missing migrations: ${missing.join(", ")}`);
  const outages = outagesOf(outageMs).map(({ part, seconds }) => `${part}: down for ${seconds} s`);
  return outages.length > 0 ? unavailable(outages.join("; ")) : Response.json({ status: "ready" });
}

function unavailable(detail: string): Answer {
  return { slug: "unavailable", detail, retryAfterSeconds: 5 };
}
