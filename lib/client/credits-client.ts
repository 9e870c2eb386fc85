import { Balance } from "./balance.ts";
import { type BalanceListener, type FollowedBalance, followBalance } from "./follow-balance.ts";
import { makeKey } from "./make-key.ts";
import { Quote } from "./quote.ts";
import type { Refusal } from "./refusal.ts";
import * as responses from "./responses.ts";
import { type Call, type Connection, type Sent, send } from "./send.ts";

/** The credits of one account, for a desktop or mobile app. Every expected outcome has a `status`. */
export type CreditsClient = ReturnType<typeof openCreditsClient>;

/** The server, the device and the `fetch` that an app uses. */
export interface Device {
  /** The address of the web app, such as https://example.com. */
  baseUrl: string;
  token: string;
  platform: "desktop" | "mobile";
  version: string;
  /** The return link, if not the platform's default; it must be on the platform's list. */
  returnAddress?: string;
  fetch: typeof fetch;
}

/** A use: a feature, its units, and the quote that the user accepted, if one was shown. */
export interface FeatureUse {
  feature: string;
  units?: number;
  quote?: string;
}

/**
 * A client of the interface for one device. Writes make an idempotency key of their own unless they are given
 * one; `unknown` has the key with which the same call finds out what happened.
 */
export function openCreditsClient(device: Device) {
  const connection = connectionOf(device);
  const read = async <Body>(path: string, shape: Call<Body>["shape"]) =>
    await send(connection, { method: "GET", path, shape });
  const write = async <Body>(path: string, body: object, key: string, shape: Call<Body>["shape"]) =>
    await send(connection, { method: "POST", path, body, key, shape });
  return {
    /** The current balance. */
    balance: async () => named(await read("/api/v1/balance", Balance), (balance) => ({ balance })),
    /** The account's plan, or null when it never had one. Mobile apps are refused: they see one number. */
    subscription: async () =>
      named(await read("/api/v1/subscription", responses.SubscriptionNow), ({ subscription }) => ({ subscription })),
    /** The campaigns, and which can be claimed; `timeZone` is the user's, for check-ins. */
    campaigns: async (timeZone: string) =>
      named(
        await read(`/api/v1/campaigns?${new URLSearchParams({ timeZone })}`, responses.CampaignsNow),
        ({ campaigns }) => ({ campaigns }),
      ),
    /** Claims the credits of a campaign. */
    claim: async (campaign: string, { timeZone }: { timeZone: string }, key = makeKey()) => {
      const path = `/api/v1/campaigns/${encodeURIComponent(campaign)}/claims`;
      return named(await write(path, { timeZone }, key, responses.Claimed), ({ claim }) => ({ claim }));
    },
    /** Redeems a code, as the user typed it. */
    redeemCode: async (code: string, key = makeKey()) =>
      named(await write("/api/v1/codes/redemptions", { code }, key, responses.Claimed), ({ claim }) => ({ claim })),
    /** The features that credits can be used for, and where each runs. */
    features: async () => named(await read("/api/v1/features", responses.Features), ({ features }) => ({ features })),
    /** The web pages for what is not done in the app: buying, seeing dates and history, managing. */
    webPages: async () =>
      named(await read("/api/v1/web-pages", responses.WebPagesNow), ({ webPages }) => ({ webPages })),
    /** Quotes the use of a feature; the price is valid for five minutes. */
    quote: async ({ feature, units = 1 }: FeatureUse) => {
      // A quote changes nothing, so it needs no key and can simply be requested again.
      const call = {
        method: "POST" as const,
        path: "/api/v1/quotes",
        body: { feature, units },
        shape: Quote,
      };
      return named(await send(connection, call), (quote) => ({ quote }));
    },
    /** Spends credits on something that is done already or at once. */
    spend: async (use: FeatureUse, key = makeKey()) =>
      named(await write("/api/v1/spends", asked(use), key, responses.Spent), (spent) => spent),
    /** Starts a feature that takes time: its credits are held, used when it is done, and released if it fails. */
    startRun: async (use: FeatureUse & { input?: Record<string, unknown> }, key = makeKey()) => {
      const body = { ...asked(use), ...(use.input === undefined ? {} : { input: use.input }) };
      return named(await write("/api/v1/runs", body, key, responses.RunWritten), (begun) => begun);
    },
    /** The current state of a run. */
    run: async (id: string) => named(await read(pathOf(id), responses.RunNow), ({ run }) => ({ run })),
    /** Follows a run until it ends, reporting each state; returns how it ended, or why it cannot be followed. */
    followRun: async (id: string, onRun: (run: responses.Run) => void, signal?: AbortSignal) => {
      for (;;) {
        const now = await send(connection, { method: "GET", path: pathOf(id), shape: responses.RunNow });
        if (signal?.aborted) return { status: "left" as const };
        if (now.status === "ok" && now.body !== null) {
          onRun(now.body.run);
          if (now.body.run.status !== "running") return { status: "over" as const, run: now.body.run };
        } else if (now.status !== "ok" && now.status !== "unreachable" && now.status !== "rate-limited") return now;
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      }
    },
    /** Cancels a run and releases its credits. */
    cancelRun: async (id: string, key = makeKey()) =>
      named(await write(`${pathOf(id)}/cancel`, {}, key, responses.RunWritten), (cancelled) => cancelled),
    /** A file that a run made; it needs the token of a signed-in device. */
    readFile: async (url: string): Promise<Blob | null> => {
      const { pathname } = new URL(url);
      const { baseUrl, headers, credentials } = connection;
      const options = { headers, credentials, cache: "no-store" } as const;
      const answer = await connection.fetch(`${baseUrl}${pathname}`, options).catch(() => null);
      return answer?.ok ? await answer.blob() : null;
    },
    /** Follows the balance, across lost connections, until it is closed. */
    follow: (listener: BalanceListener): FollowedBalance => followBalance({ ...connection, shape: Balance }, listener),
    /** Signs this device out: its token becomes invalid. */
    signOut: async () => {
      const answer = await send(connection, { method: "DELETE", path: "/api/v1/session", shape: null });
      return answer.status === "ok" ? { status: "signed-out" as const } : answer;
    },
  };
}

function connectionOf({ baseUrl, fetch, token, platform, version, returnAddress }: Device): Connection {
  const who = { Authorization: `Bearer ${token}`, "Credits-Client": `${platform}/${version}` };
  const headers = returnAddress === undefined ? who : { ...who, "Credits-Return": returnAddress };
  // In a browser, the session cookie must not be sent too: two credentials are refused.
  return { baseUrl, fetch, headers, credentials: "omit" };
}

const lookEveryMs = 500;

function pathOf(run: string): `/api/v1/runs/${string}` {
  return `/api/v1/runs/${encodeURIComponent(run)}`;
}

function asked({ feature, units = 1, quote }: FeatureUse) {
  return { feature, units, ...(quote === undefined ? {} : { quote }) };
}

function named<Body, Named extends object>(
  sent: Sent<Body | null>,
  name: (body: Body) => Named,
): ({ status: "ok"; replayed: boolean } & Named) | Refusal {
  if (sent.status !== "ok") return sent;
  if (sent.body === null) throw new Error("the response has no body");
  return { status: "ok", replayed: sent.replayed, ...name(sent.body) };
}
