import { log } from "./log.ts";

/** The background parts of a process, besides serving requests. */
export type BackgroundPart = "LISTEN" | "schedules";

/** A part that is down. */
export interface Outage {
  part: BackgroundPart;
  seconds: number;
}

interface Down {
  since: number;
  reported: boolean;
}

const slot = Symbol.for("purse.outages");
const store: typeof globalThis & { [slot]?: Map<BackgroundPart, Down> } = globalThis;

/** Records that a part is starting: until it is up it counts as down, but is not logged. */
export function noteStarting(part: BackgroundPart): void {
  if (!downs().has(part)) downs().set(part, { since: Date.now(), reported: false });
}

/** Records that a part is down. Each outage is logged once, however often it is retried. */
export function noteDown(part: BackgroundPart, error: unknown): void {
  const { since, reported } = downs().get(part) ?? { since: Date.now(), reported: false };
  downs().set(part, { since, reported: true });
  if (!reported) log.warn({ err: error, part }, `${part}: down, retrying`);
}

/** Records that a part is up; after an outage the log says how long it was down. */
export function noteUp(part: BackgroundPart): void {
  const down = downs().get(part);
  downs().delete(part);
  if (down?.reported) log.warn({ part, seconds: secondsSince(down.since) }, `${part}: up again`);
}

/** The parts of this process that have been down for at least the given milliseconds, by name. */
export function outagesOf(atLeastMs: number): Outage[] {
  const long = [...downs()].filter(([, { since }]) => Date.now() - since >= atLeastMs);
  return long.sort().map(([part, { since }]) => ({ part, seconds: secondsSince(since) }));
}

/** One list per process: a bundler may load this module twice. */
function downs(): Map<BackgroundPart, Down> {
  store[slot] ??= new Map();
  return store[slot];
}

function secondsSince(instant: number): number {
  return Math.round((Date.now() - instant) / 1_000);
}
