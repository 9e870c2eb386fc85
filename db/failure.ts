import { z } from "zod";

const databaseError = z.object({ code: z.string(), constraint_name: z.string().optional() });

const lostCodes = /^(08|57P0|CONNECT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)/;
const busyCodes = /^(53...|57014|55P03|25P03|40001|40P01)$/;

/** The name of the constraint that an error reports as violated, or null. */
export function violatedConstraint(error: unknown): string | null {
  const found = findDatabaseError(error);
  return found?.code.startsWith("23") ? (found.constraint_name ?? null) : null;
}

/** Whether the database was unavailable (down, restarting, overloaded, a lock held too long) rather than rejecting. */
export function isUnavailable(error: unknown): boolean {
  const found = findDatabaseError(error);
  return found !== null && (lostCodes.test(found.code) || busyCodes.test(found.code));
}

/** Whether the connection was lost: then it is unknown whether a commit on it happened. */
export function isConnectionLost(error: unknown): boolean {
  const found = findDatabaseError(error);
  return found !== null && lostCodes.test(found.code);
}

/** Whether waiting for a lock timed out. */
export function isLockedTooLong(error: unknown): boolean {
  return findDatabaseError(error)?.code === "55P03";
}

/** Drizzle wraps the driver's error as the cause. */
function findDatabaseError(error: unknown): z.infer<typeof databaseError> | null {
  const parsed = databaseError.safeParse(error);
  if (parsed.success) return parsed.data;
  return error instanceof Error && error.cause !== undefined ? findDatabaseError(error.cause) : null;
}
