import type { IncomingMessage, ServerResponse } from "node:http";
import type { FakeStripe } from "./fake.ts";
import { decline, payLater, payNow } from "./pay.ts";
import { moneyOf, type Notice, renderClosed, renderOpen, style } from "./render-page.ts";
import { findSession } from "./sessions.ts";
import type { StoredSession } from "./state.ts";

type Visit = { fakeStripe: FakeStripe; request: IncomingMessage; response: ServerResponse; url: URL; body: string };

/** Answers the payment page, `/pay/<session>`: shown by GET, its buttons are plain form posts. */
export function answerPaymentPage(visit: Visit) {
  const { fakeStripe, request, response, url, body } = visit;
  const id = url.pathname.slice("/pay/".length);
  if (id === "style.css") return send(response, 200, style, "text/css; charset=utf-8");
  const session = fakeStripe.state.sessions[id] ? findSession(fakeStripe, id) : undefined;
  if (!session) return sendPage(response, 404, renderClosed("unknown", null));
  if (request.method !== "POST") return showPage(visit, session);
  const button = new URLSearchParams(body).get("button");
  if (button === "back") return redirect(response, session.cancelUrl ?? session.successUrl);
  if (session.status !== "open") return showPage(visit, session);
  if (button === "decline") {
    decline(fakeStripe, session);
    fakeStripe.save();
    return showPage(visit, session, "declined");
  }
  if (button === "pay") payNow(fakeStripe, session);
  else if (button === "pay-later") payLater(fakeStripe, session);
  else return showPage(visit, session);
  fakeStripe.save();
  redirect(response, successUrlOf(session));
}

function showPage({ fakeStripe, response }: Visit, session: StoredSession, notice?: Notice) {
  if (session.status === "open") {
    const later = laterOf(fakeStripe, session);
    return sendPage(response, notice ? 402 : 200, renderOpen(session, { ...(notice ? { notice } : {}), later }));
  }
  const onward = session.status === "complete" ? successUrlOf(session) : session.cancelUrl;
  sendPage(response, 200, renderClosed(session.status, onward));
}

/** What a subscription costs after today. */
function laterOf({ state }: FakeStripe, { mode, lines, trialDays }: StoredSession) {
  const price = state.prices[lines[0]?.price ?? ""];
  if (mode === "payment" || !price?.recurring) return "";
  const total = lines.reduce((sum, line) => sum + (state.prices[line.price]?.unitAmount ?? 0) * line.quantity, 0);
  const often = `${moneyOf(total, price.currency)} per ${price.recurring.interval}`;
  return trialDays === null ? `Then ${often}, until you cancel.` : `${trialDays} days free, then ${often}.`;
}

function successUrlOf(session: StoredSession) {
  return session.successUrl.replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function redirect(response: ServerResponse, address: string) {
  response.writeHead(303, { Location: address, "Cache-Control": "no-store" });
  response.end();
}

function sendPage(response: ServerResponse, status: number, html: string) {
  send(response, status, html, "text/html; charset=utf-8");
}

function send(response: ServerResponse, status: number, text: string, type: string) {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" });
  response.end(text);
}
