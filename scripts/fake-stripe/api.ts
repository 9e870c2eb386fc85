import { catalogueEndpoints } from "./catalogue-endpoints.ts";
import { eventList, intentList } from "./catalogue-parameters.ts";
import { couponEndpoints } from "./coupons.ts";
import { creditNoteEndpoints } from "./credit-notes.ts";
import { customerEndpoints } from "./customer-endpoints.ts";
import { disputeEndpoints } from "./disputes.ts";
import { type Call, type Endpoints, found, newestFirst, shownPage } from "./endpoint.ts";
import { showEvent } from "./events.ts";
import { expandInto } from "./expand.ts";
import type { FakeStripe } from "./fake.ts";
import { fraudWarningEndpoints } from "./fraud-warnings.ts";
import { invoiceEndpoints } from "./invoices/endpoints.ts";
import { invoiceItemEndpoints } from "./invoices/item-endpoints.ts";
import { isWithin, readParameters } from "./parameters.ts";
import { paymentMethodEndpoints } from "./payment-methods.ts";
import { showIntent } from "./payment-objects.ts";
import { portalEndpoints } from "./portal/endpoints.ts";
import { refundEndpoints } from "./refunds.ts";
import { scheduleEndpoints } from "./schedules/endpoints.ts";
import { sessionEndpoints } from "./session-endpoints.ts";
import { onlyExpand } from "./session-parameters.ts";
import { subscriptionEndpoints } from "./subscriptions/endpoints.ts";
import { testClockEndpoints } from "./test-clocks.ts";

/** What each endpoint does. Everything else is refused. */
export const endpoints: Endpoints = {
  ...customerEndpoints,
  ...catalogueEndpoints,
  ...sessionEndpoints,
  ...refundEndpoints,
  ...disputeEndpoints,
  ...fraudWarningEndpoints,
  ...creditNoteEndpoints,
  ...paymentMethodEndpoints,
  ...couponEndpoints,
  ...subscriptionEndpoints,
  ...scheduleEndpoints,
  ...invoiceEndpoints,
  ...invoiceItemEndpoints,
  ...testClockEndpoints,
  ...portalEndpoints,
  "GET /v1/payment_intents": ({ fakeStripe, raw }) => {
    const { customer, ...page } = readParameters(intentList, raw);
    const all = newestFirst(fakeStripe.state.intents).filter((one) => !customer || one.customer === customer);
    return shownPage(fakeStripe, all, page, { show: showIntent, url: "/v1/payment_intents" });
  },
  "GET /v1/payment_intents/:id": ({ fakeStripe, id, raw }) => {
    const { expand } = readParameters(onlyExpand, raw);
    return expandInto(fakeStripe, showIntent(found(fakeStripe.state.intents, id, "payment_intent")), expand);
  },
  "GET /v1/events": listEvents,
  "GET /v1/events/:id": ({ fakeStripe, id }) =>
    showEvent(found(fakeStripe.state.events, id, "event"), pending(fakeStripe, id)),
};

function listEvents({ fakeStripe, raw }: Call) {
  const { type, types, created, delivery_success: success, ...page } = readParameters(eventList, raw);
  const all = newestFirst(fakeStripe.state.events)
    .filter((one) => !type || one.type === type)
    .filter((one) => !types || types.includes(one.type))
    .filter((one) => success === undefined || one.delivered === success)
    .filter((one) => isWithin(one.created, created));
  return shownPage(fakeStripe, all, page, {
    show: (one) => showEvent(one, pending(fakeStripe, one.id)),
    url: "/v1/events",
  });
}

function pending({ state }: FakeStripe, event: string) {
  return state.deliveries.filter((one) => one.event === event).length;
}
