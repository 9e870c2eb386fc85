import "server-only";
import { database } from "#lib/database.ts";
import { log } from "#lib/observability/log.ts";
import { healOrders } from "./orders.ts";

const everyMs = 60_000;
const slot = Symbol.for("purse.keep-orders");
const store: typeof globalThis & { [slot]?: NodeJS.Timeout } = globalThis;

/** Looks once a minute at the orders that wait, so that a payment arrives though no event and no buyer comes back. One loop a process. */
export function keepOrders(): void {
  store[slot] ??= setInterval(heal, everyMs);
  store[slot].unref();
}

async function heal(): Promise<void> {
  try {
    await healOrders(database());
  } catch (error) {
    log.warn({ err: error }, "Waiting orders could not be read");
  }
}
