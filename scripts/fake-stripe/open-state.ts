import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type State, stateShape } from "./state.ts";

/**
 * The fake Stripe's memory, and how to keep it: an order begun before a restart can be paid after it. `saveSoon` writes
 * once what changes in one turn.
 */
export function openState(file: string | undefined): { state: State; save: () => void; saveSoon: () => void } {
  const state = file ? readState(file) : emptyState();
  let turn: NodeJS.Immediate | undefined;
  const save = () => {
    clearImmediate(turn);
    turn = undefined;
    forgetOld(state);
    if (file) writeWhole(file, JSON.stringify(state));
  };
  const saveSoon = () => {
    turn ??= setImmediate(save);
  };
  return { state, save, saveSoon };
}

/** How many events and replayed answers are kept: a demonstration that runs for weeks stays fast. */
const kept = 5000;

function forgetOld({ events, replays, deliveries }: State) {
  const waiting = new Set(deliveries.map(({ event }) => event));
  for (const id of Object.keys(events).slice(0, -kept)) if (!waiting.has(id)) delete events[id];
  for (const key of Object.keys(replays).slice(0, -kept)) delete replays[key];
}

function readState(file: string): State {
  const kept = readJson(file);
  return kept === undefined ? emptyState() : stateShape.parse(kept);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** The memory of a Stripe that was never asked anything. */
export function emptyState(): State {
  return stateShape.parse({
    ...{ customers: {}, products: {}, prices: {}, sessions: {}, intents: {} },
    ...{ events: {}, deliveries: [], replays: {} },
  });
}

/** Written beside and renamed, so that a kill in the middle leaves the old state whole. */
function writeWhole(file: string, text: string) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
