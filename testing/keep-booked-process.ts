import { keepBooked } from "#lib/jobs/keep-booked.ts";
import { keepListening } from "#lib/live/listener.ts";

// The loop of an app process that books expiries and lapses, alone in a separate process.
process.on("disconnect", () => process.exit());
keepListening();
keepBooked();
