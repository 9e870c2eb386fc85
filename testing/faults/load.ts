import { randomInt, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Call, type Promised, readLine } from "./ask.ts";

/** A command that was sent, and what its sender knows about it. */
export interface Sent extends Call {
  /** The line that a response promised; null until one has. */
  line: Promised | null;
}

/** What a client remembers: every command that was ever sent, acknowledged or not. */
export interface Log {
  sent: Sent[];
  /** How many calls got no response, or an unknown outcome. */
  unknown: number;
  /** Responses that no fault excuses. */
  wrong: string[];
}

/** Active callers. */
export interface Load {
  /** Callers of a process that has ended go to this address instead. */
  turnTo: (url: string) => void;
  /** Lets every call finish, and returns how many commands were sent. */
  stop: () => Promise<number>;
}

const pauseMs = 250;

/** Sends spends, holds, captures and grants, one after the other from each of many callers, until it is stopped. */
export function startLoad(
  log: Log,
  url: string,
  accounts: readonly string[],
  { callers = 32, ownConnections = false } = {},
): Load {
  let at = url;
  let going = true;
  const before = log.sent.length;
  const call = async () => {
    while (going) {
      const account = accounts[randomInt(accounts.length)];
      if (account === undefined) throw new Error("A load needs accounts");
      const sent = await send(log, at, someCommand(account), ownConnections);
      if (sent.line === null) await sleep(pauseMs);
      else if (sent.path === "/api/v1/holds" && going)
        await send(log, at, captureOf(account, sent.line.hold), ownConnections);
    }
  };
  const all = Array.from({ length: callers }, call);
  return {
    turnTo: (next) => {
      at = next;
    },
    stop: async () => {
      going = false;
      await Promise.all(all);
      return log.sent.length - before;
    },
  };
}

/** Sends a command, or retries it, and records the result. */
export async function send(log: Log, url: string, call: Call | Sent, ownConnection = false): Promise<Sent> {
  const sent = "line" in call ? call : { ...call, line: null };
  if (sent !== call) log.sent.push(sent);
  const told = await ask(url, sent, ownConnection);
  if (told.status !== "answered") {
    log.unknown += 1;
  } else if (told.code === 201) {
    const line = readLine(told.text);
    if (sent.line !== null && (sent.line.version !== line.version || !told.replayed))
      log.wrong.push(`${sent.key} was line ${sent.line.version} and is now ${line.version}`);
    sent.line = line;
  } else if (told.code === 503 && told.retryAfter !== undefined) {
    log.unknown += 1;
  } else {
    log.wrong.push(`${sent.path} ${told.code} ${told.text.slice(0, 200)}`);
  }
  return sent;
}

/** A grant of purchased credits that is enough for any load. */
export function openingGrant(account: string): Call {
  const body = { kind: "purchased", amount: 1_000_000, source: "faults", sourceId: randomUUID(), reason: "A load" };
  return { account, key: randomUUID(), path: "/api/v1/grants", body };
}

function someCommand(account: string): Call {
  const key = randomUUID();
  const chance = Math.random();
  if (chance < 0.7) return { account, key, path: "/api/v1/spends", body: { feature: "ai-script", reference: key } };
  if (chance < 0.9) return { account, key, path: "/api/v1/holds", body: { feature: "ai-image", reference: key } };
  return { ...openingGrant(account), key };
}

function captureOf(account: string, hold: number | undefined): Call {
  return { account, key: randomUUID(), path: `/api/v1/holds/${hold}/capture`, body: {} };
}
