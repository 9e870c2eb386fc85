import { keepBooked } from "#lib/jobs/keep-booked.ts";

// What an app process does about expiries and lapses, in a process of its own: the loop that it runs, and nothing else.
process.on("disconnect", () => process.exit());
keepBooked();
