import { log } from "./log.ts";

/** What a process keeps up in the background, besides answering requests. */
export type BackgroundPart = "LISTEN" | "schedules";

/** One that is down now. */
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

/** Notes that a part is about to come up for the first time: until it has, it counts as down, but is not in the log. */
export function noteStarting(part: BackgroundPart): void {
  if (!downs().has(part)) downs().set(part, { since: Date.now(), reported: false });
}

/** Notes that a part is down. The log has one line for each outage, however often it is tried again. */
export function noteDown(part: BackgroundPart, error: unknown): void {
  const { since, reported } = downs().get(part) ?? { since: Date.now(), reported: false };
  downs().set(part, { since, reported: true });
  if (!reported) log.warn({ err: error, part }, `${part}: down, trying again`);
}

/** Notes that a part is up; after an outage the log says for how long it was down. */
export function noteUp(part: BackgroundPart): void {
  const down = downs().get(part);
  downs().delete(part);
  if (down?.reported) log.warn({ part, seconds: secondsSince(down.since) }, `${part}: up again`);
}

/** The parts of this process that have been down for at least so many milliseconds, by name. */
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
