import { openDatabase } from "#db/client.ts";
import { bringPaymentUpToDate } from "#lib/billing/payments/bring-payment-up-to-date.ts";

// A process that handles ten deliveries about one payment at once, and ends.
const [database = "", payment = ""] = process.argv.slice(2);
const db = openDatabase(database);
await Promise.all(Array.from({ length: 10 }, () => bringPaymentUpToDate(db, payment)));
await db.$client.end();
