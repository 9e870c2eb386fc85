import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { directDatabaseUrl } from "#lib/database.ts";
import { noteDown, noteStarting, noteUp } from "#lib/observability/outages.ts";
import { withDeadline } from "#lib/with-deadline.ts";
import { balanceChannel, policies, readAnnouncement, serviceKeys, signOutOf } from "./announce.ts";

/** Called when an account may have changed: it must read the present state, whatever was announced. */
export type Wake = () => void;

type Wakes = Map<string, Set<Wake>>;

const slot = Symbol.for("purse.listener");
const store: typeof globalThis & { [slot]?: Wakes } = globalThis;

/**
 * Calls back after every announced change of an account, and whenever the one LISTEN connection of this process comes
 * up (earlier announcements are lost, so every subscriber reads again). So a caller that subscribes first and then
 * reads misses nothing, whether the connection is up already or not. Returns a function that unsubscribes.
 */
export function onAccountChange(account: string, wake: Wake): () => void {
  return subscribe(account, wake);
}

/** Calls back when sessions of the account's owner have ended: the caller must check whether its own is one of them. */
export function onSignOut(account: string, wake: Wake): () => void {
  return subscribe(signOutOf(account), wake);
}

/** Calls back when the platform policy has changed. */
export function onPolicyChange(wake: Wake): () => void {
  return subscribe(policies, wake);
}

/** Calls back when a service key was revoked. */
export function onKeyEnd(wake: Wake): () => void {
  return subscribe(serviceKeys, wake);
}

/** The same as `onAccountChange` for the changes of every account. */
export function onAnyChange(wake: Wake): () => void {
  return subscribe(everyAccount, wake);
}

/** Calls back when the LISTEN connection is lost and not restored at once: until then no change is received. */
export function onListenDown(wake: Wake): () => void {
  return subscribe(listenDown, wake);
}

/** Calls back when the LISTEN connection has come up, in addition to the calls for followed accounts. */
export function onListenUp(wake: Wake): () => void {
  return subscribe(listenUp, wake);
}

const everyAccount = "*";
const listenUp = "listen-up";
const listenDown = "listen-down";

function subscribe(account: string, wake: Wake): () => void {
  const wakes = wakesOfProcess();
  const ofAccount = wakes.get(account) ?? new Set();
  wakes.set(account, ofAccount.add(wake));
  return () => {
    ofAccount.delete(wake);
    if (ofAccount.size === 0 && wakes.get(account) === ofAccount) wakes.delete(account);
  };
}

const pauseMs = 250;
const pulseEveryMs = 5_000;
const pulseDeadlineMs = 3_000;

/** One map per process: a bundler may load this module twice. */
function wakesOfProcess(): Wakes {
  store[slot] ??= new Map();
  return store[slot];
}

/**
 * Keeps the one LISTEN connection of this process until it is stopped: a job of the registry. Answers how to stop. The
 * driver's own `listen` waits up to 20 s between attempts: too long.
 */
export function keepListening(): () => void {
  const stopping = new AbortController();
  noteStarting("LISTEN");
  void listenAgain(wakesOfProcess(), stopping.signal);
  return () => stopping.abort();
}

async function listenAgain(wakes: Wakes, stopped: AbortSignal): Promise<void> {
  for (let failures = 0; ; ) {
    try {
      await listenOnce(wakes, stopped, () => {
        failures = 0;
        noteUp("LISTEN");
      });
    } catch (error) {
      if (stopped.aborted) return;
      noteDown("LISTEN", error);
      if (failures === 1) wakeThose(wakes, [listenDown]);
      failures += 1;
    }
    await sleep(pauseMs);
  }
}

/** One connection's life: rejects when it is lost or stopped. A regular query detects a connection that died silently. */
async function listenOnce(wakes: Wakes, stopped: AbortSignal, onListening: () => void): Promise<never> {
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => undefined);
  const stop = () => lost.reject(new Error("stopped"));
  stopped.addEventListener("abort", stop);
  const options = {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    fetch_types: false,
    connection: { application_name: "purse-listen" },
    onnotice: () => undefined,
    onnotify: (_channel: string, payload: string) => wakeThose(wakes, [...readAnnouncement(payload), everyAccount]),
    onclose: () => lost.reject(new Error("the connection closed")),
  };
  const client = postgres(directDatabaseUrl(), options);
  try {
    await Promise.race([withDeadline(client.unsafe(`listen ${balanceChannel}`).execute(), 10_000), lost.promise]);
    onListening();
    wakeThose(
      wakes,
      [...wakes.keys()].filter((key) => key !== listenDown),
    );
    for (;;) {
      await Promise.race([sleep(pulseEveryMs), lost.promise]);
      await Promise.race([withDeadline(client`select 1`.execute(), pulseDeadlineMs), lost.promise]);
    }
  } finally {
    stopped.removeEventListener("abort", stop);
    client.end({ timeout: 0 }).catch(() => undefined);
  }
}

function wakeThose(wakes: Wakes, accounts: Iterable<string>): void {
  for (const account of [...accounts]) for (const wake of [...(wakes.get(account) ?? [])]) wake();
}
