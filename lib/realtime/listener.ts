import postgres from "postgres";
import { directDatabaseUrl } from "#lib/database.ts";
import { balanceChannel, readAnnouncement } from "./announce.ts";

/** Called when an account may have changed: it reads the present state, whatever was announced. */
export type Wake = () => void;

interface Listener {
  wakes: Map<string, Set<Wake>>;
  started: Promise<unknown> | null;
}

const slot = Symbol.for("purse.listener");
const store: typeof globalThis & { [slot]?: Listener } = globalThis;

/**
 * Wakes the caller after every announced change of an account, and after each reconnect of the one LISTEN connection
 * of this process (what was announced meanwhile is lost, so everybody reads again). Answers how to stop.
 * Resolves once the connection listens: what is read afterwards misses nothing.
 */
export async function onAccountChange(account: string, wake: Wake): Promise<() => void> {
  store[slot] ??= { wakes: new Map(), started: null };
  const listener = store[slot];
  const wakes = listener.wakes.get(account) ?? new Set();
  listener.wakes.set(account, wakes.add(wake));
  const stop = () => {
    wakes.delete(wake);
    if (wakes.size === 0 && listener.wakes.get(account) === wakes) listener.wakes.delete(account);
  };
  try {
    listener.started ??= listen(listener);
    await listener.started;
    return stop;
  } catch (error) {
    listener.started = null;
    stop();
    throw error;
  }
}

async function listen(listener: Listener): Promise<unknown> {
  const client = postgres(directDatabaseUrl(), { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  return await client.listen(
    balanceChannel,
    (payload) => {
      for (const account of readAnnouncement(payload)) for (const wake of listener.wakes.get(account) ?? []) wake();
    },
    () => {
      for (const wakes of listener.wakes.values()) for (const wake of wakes) wake();
    },
  );
}
