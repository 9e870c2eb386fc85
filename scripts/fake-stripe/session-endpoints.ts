import { type Call, type Endpoints, newestFirst, shownPage } from "./endpoint.ts";
import { expandInto } from "./expand.ts";
import { isWithin, readParameters } from "./parameters.ts";
import { showLineItems, showSession } from "./payment-objects.ts";
import { lineItemList, onlyExpand, sessionCreate, sessionList } from "./session-parameters.ts";
import { createSession, expireSession, findSession } from "./sessions.ts";
import type { StoredSession } from "./state.ts";

/** Checkout sessions. */
export const sessionEndpoints: Endpoints = {
  "POST /v1/checkout/sessions": ({ fakeStripe, raw }) => {
    const asked = readParameters(sessionCreate, raw);
    return expandInto(fakeStripe, showSession(fakeStripe, createSession(fakeStripe, asked)), asked.expand);
  },
  "GET /v1/checkout/sessions": listSessions,
  "GET /v1/checkout/sessions/:id": ({ fakeStripe, id, raw }) => {
    const { expand } = readParameters(onlyExpand, raw);
    return expandInto(fakeStripe, showSession(fakeStripe, findSession(fakeStripe, id)), expand);
  },
  "GET /v1/checkout/sessions/:id/line_items": ({ fakeStripe, id, raw }) => {
    const page = readParameters(lineItemList, raw);
    const items = showLineItems(fakeStripe, findSession(fakeStripe, id));
    const url = `/v1/checkout/sessions/${id}/line_items`;
    return shownPage(fakeStripe, items, page, { show: (item) => item, url });
  },
  "POST /v1/checkout/sessions/:id/expire": ({ fakeStripe, id, raw, cause }) => {
    const { expand } = readParameters(onlyExpand, raw);
    const session = findSession(fakeStripe, id);
    expireSession(fakeStripe, session, cause);
    return expandInto(fakeStripe, showSession(fakeStripe, session), expand);
  },
};

function listSessions({ fakeStripe, raw }: Call) {
  const { customer, payment_intent: intent, subscription, status, created, ...page } = readParameters(sessionList, raw);
  for (const id of Object.keys(fakeStripe.state.sessions)) findSession(fakeStripe, id);
  const all = newestFirst(fakeStripe.state.sessions)
    .filter((one) => !customer || one.customer === customer)
    .filter((one) => isWithin(one.created, created))
    .filter((one) => !intent || one.intent === intent)
    .filter((one) => !subscription || one.subscription === subscription)
    .filter((one) => !status || one.status === status);
  const show = (one: StoredSession) => showSession(fakeStripe, one);
  return shownPage(fakeStripe, all, page, { show, url: "/v1/checkout/sessions" });
}
