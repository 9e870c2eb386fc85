import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { answerApi } from "./answer-api.ts";
import { answerPage } from "./answer-page.ts";
import { runWhatIsDue } from "./billing-clock.ts";
import { control } from "./control.ts";
import { type Deliveries, openDeliveries } from "./events.ts";
import type { FakeStripe, Watch } from "./fake.ts";
import { openState } from "./open-state.ts";
import { settle } from "./pay.ts";
import { Refusal } from "./refusal.ts";

export type FakeStripeOptions = {
  /** 0 takes a free one. */
  port: number;
  webhookUrl: string;
  webhookSecrets: string[];
  /** The app's address: its `/demo/stripe/…` forwards to the payment page. */
  publicUrl: string;
  /** Where the memory is kept over restarts; without it there is none. */
  stateFile?: string;
  /** The first pause before an event goes out again; each pause doubles. */
  retryMs?: number;
  /** How long a bank takes over a delayed payment; null leaves it to the control API. */
  bankDelayMs?: number | null;
  /** Sees what every accepted request asked, and every object that is answered or told of: for the tests. */
  watch?: Watch;
};

/**
 * Starts the fake Stripe, for the demo and the tests only: the API under `/v1`, the pages that people
 * see, and `POST /control` for tests. It listens on the loopback address alone.
 */
export async function startFakeStripe(options: FakeStripeOptions): Promise<{ url: string; stop: () => Promise<void> }> {
  const { state, save, saveSoon } = openState(options.stateFile);
  const { webhookUrl, webhookSecrets, retryMs = 1000, bankDelayMs = 10_000, watch } = options;
  const deliveries = openDeliveries({ state, save: saveSoon, webhookUrl, webhookSecrets, retryMs });
  const emitWatched: FakeStripe["emit"] = (type, object, cause) => {
    watch?.onShown(object);
    deliveries.emit(type, object, cause);
  };
  const { publicUrl } = options;
  const fakeStripe: FakeStripe = { state, save, publicUrl, bankDelayMs, away: false, watch, emit: emitWatched };
  const server = createServer((request, response) => void answer(fakeStripe, deliveries, request, response));
  const port = await listen(server, options.port);
  const due = setInterval(() => passTime(fakeStripe), 250);
  deliveries.resume();
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      clearInterval(due);
      deliveries.stop();
      save();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number) {
  return new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

/** A mistake of ours in one renewal must not end the process that the app runs in. */
function passTime(fakeStripe: FakeStripe) {
  try {
    settleWhatIsDue(fakeStripe);
    runWhatIsDue(fakeStripe);
  } catch (problem) {
    console.error("The fake Stripe failed:", problem);
  }
}

function settleWhatIsDue(fakeStripe: FakeStripe) {
  const due = Object.values(fakeStripe.state.sessions).filter((one) => one.settlesAt !== null);
  for (const session of due) if ((session.settlesAt ?? 0) <= Date.now()) settle(fakeStripe, session, "succeeded");
}

async function answer(
  fakeStripe: FakeStripe,
  deliveries: Deliveries,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  try {
    const body = await readBody(request);
    if (answerPage({ fakeStripe, request, response, body }, url.pathname)) return;
    if (url.pathname === "/control") return sendJson(response, 200, control(fakeStripe, deliveries, body));
    if (fakeStripe.away) return void request.destroy();
    const { status, body: told, replayed } = answerApi(fakeStripe, request, url, body);
    if (replayed) response.setHeader("Idempotent-Replayed", "true");
    sendJson(response, status, told);
  } catch (problem) {
    if (problem instanceof Refusal) return sendJson(response, problem.status, problem.body);
    console.error("The fake Stripe failed:", problem);
    sendJson(response, 500, { error: { type: "api_error", message: "The demo's fake Stripe failed." } });
  }
}

async function readBody(request: IncomingMessage) {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > 1024 * 1024) throw new Refusal(413, { type: "invalid_request_error", message: "Request too large." });
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function sendJson(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}
