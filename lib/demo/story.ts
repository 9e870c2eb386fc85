import type { CaptureCommand, GrantCommand, HoldCommand, ReleaseCommand, SpendCommand } from "#lib/credits/command.ts";
import type { KeyScope } from "#lib/credits/transaction.ts";
import type { Step } from "#lib/ledger/commit/commit-history.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";

/** A grant in a story. */
type Grant = Pick<GrantCommand, "kind" | "amount" | "expiresAt" | "source" | "sourceId" | "reason">;

/** Writes one account's history: each method returns a command with its instant, under a key of its own. */
export interface Story {
  grant: (now: Date, grant: Grant) => Step;
  spend: (now: Date, feature: string, units: number, cost: number) => Step;
  /** A run through a hold: what it held, and what it used of that; null when it failed. */
  run: (now: Date, feature: string, units: number, run: { held: number; used: number | null }) => Step[];
}

/** Starts a story of an account. Keys are numbered, so that repeating it makes the same keys; each story has its own. */
export function storyOf(account: string, name = "demo"): Story {
  let told = 0;
  let holds = 0;
  const keyed = (scope: KeyScope, body: unknown) => {
    told += 1;
    return requestKey(scope, `${name}-${told}`, { method: "POST", path: "/demo", body });
  };
  return {
    grant: (now, grant) => {
      const scope = grant.kind === "activity" ? "operator" : "stripe";
      const request = keyed(scope, { amount: grant.amount, source: grant.source });
      return {
        now,
        command: { type: "grant", account, ...grant, repays: false, request, actor: scope, platform: null },
      };
    },
    spend: (now, feature, units, cost) => {
      const spend: SpendCommand = {
        type: "spend",
        account,
        feature,
        units,
        cost,
        reference: null,
        quote: null,
        clientVersion: null,
        request: keyed("web", { feature, units }),
        actor: "web",
        platform: "web",
      };
      return { now, command: spend };
    },
    run: (now, feature, units, { held, used }) => {
      holds += 1;
      const envelope = { account, actor: "run", platform: "web" };
      const details = { feature, units, cost: held, reference: null, quote: null, clientVersion: null };
      const request = keyed("web", { feature, units, run: holds });
      const hold: HoldCommand = { type: "hold", ...envelope, ...details, expiresInSeconds: 900, request };
      const ended = { ...envelope, hold: holds, request: keyed("jobs", { ends: holds }) };
      const end: CaptureCommand | ReleaseCommand =
        used === null
          ? { type: "release", cause: "failed", ...ended }
          : { type: "capture", amount: used, final: true, ...ended };
      return [
        { now, command: hold },
        { now: new Date(now.getTime() + runSeconds * 1000), command: end },
      ];
    },
  };
}

const runSeconds = 40;

const dayMs = 86_400_000;

/** So many days from an instant, to the millisecond. */
export function addDays(at: Date, days: number): Date {
  return new Date(at.getTime() + Math.round(days * dayMs));
}

/** The whole second in which an instant lies. */
export function secondsOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}

/** 00:00 UTC of an instant's day. */
export function startOfDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / dayMs) * dayMs);
}

/** So many months from an instant, on the same day of the month or on the last one there is. */
export function addMonths(at: Date, months: number): Date {
  const moved = new Date(at);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(at.getUTCDate(), lastDay));
  return moved;
}

/** The full hour that ends the one in which an instant lies. */
export function nextFullHour(at: Date): Date {
  return new Date((Math.floor(at.getTime() / 3_600_000) + 1) * 3_600_000);
}
