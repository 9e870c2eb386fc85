import { z } from "zod";
import { openDatabase } from "#db/client.ts";
import { anyOf, spendFor } from "./load.ts";
import { type Answer, ask } from "./load-messages.ts";

// A process that does nothing but commit spends of its callers, grouped; its parent is `load-processes.ts`.

const db = openDatabase(z.string().parse(process.env.DATABASE_URL));
let account = anyOf([]);

process.on("message", (message) => {
  const { callers, ms, accounts } = ask.parse(message);
  if (accounts !== undefined) account = anyOf(accounts);
  let resident = process.memoryUsage.rss();
  const watch = setInterval(() => {
    resident = Math.max(resident, process.memoryUsage.rss());
  }, 20);
  void spendFor(db, { callers, ms, grouped: true, account }).then((load) => {
    clearInterval(watch);
    process.send?.({ ...load, resident } satisfies Answer);
  });
});
process.on("disconnect", () => process.exit());
