import { isUnavailable } from "#db/failure.ts";
import { isLate } from "#lib/with-deadline.ts";

/** Calls as a client that sends the same request a few times, while the database is busy. Its last failure is thrown. */
export async function patiently<Found>(call: () => Promise<Found>, attempts = 5): Promise<Found> {
  try {
    return await call();
  } catch (error) {
    if (attempts === 1 || (!isUnavailable(error) && !isLate(error))) throw error;
    return await patiently(call, attempts - 1);
  }
}
