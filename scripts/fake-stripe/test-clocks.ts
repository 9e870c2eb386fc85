import type Stripe from "stripe";
import { z } from "zod";
import { runUntil } from "./billing-clock.ts";
import { type Endpoints, found, newestFirst, shownPage } from "./endpoint.ts";
import { newId, nowSeconds } from "./fake.ts";
import { expand, type Fields, pageFields, readParameters, text, unplayed, whole } from "./parameters.ts";
import { invalidRequest } from "./refusal.ts";
import type { StoredTestClock } from "./state.ts";

const create = z.strictObject({
  frozen_time: whole,
  name: text.max(300).optional(),
  customer: unplayed,
  expand,
} satisfies Fields<Stripe.TestHelpers.TestClockCreateParams>);

const advance = z.strictObject({
  frozen_time: whole,
  expand,
} satisfies Fields<Stripe.TestHelpers.TestClockAdvanceParams>);

const list = z.strictObject({ ...pageFields, expand } satisfies Fields<Stripe.TestHelpers.TestClockListParams>);

/** Test clocks: customers made with one live in its time, which only `advance` moves. */
export const testClockEndpoints: Endpoints = {
  "POST /v1/test_helpers/test_clocks": ({ fakeStripe, raw, cause }) => {
    const asked = readParameters(create, raw);
    const { frozen_time: frozenTime, name = null } = asked;
    const clock: StoredTestClock = { id: newId("clock"), created: nowSeconds(), frozenTime, name };
    fakeStripe.state.testClocks[clock.id] = clock;
    fakeStripe.emit("test_helpers.test_clock.created", showTestClock(clock), cause);
    return showTestClock(clock);
  },
  "POST /v1/test_helpers/test_clocks/:id/advance": ({ fakeStripe, id, raw, cause }) => {
    const { frozen_time: until } = readParameters(advance, raw);
    const clock = found(fakeStripe.state.testClocks, id, "testclock");
    if (until <= clock.frozenTime) {
      throw invalidRequest("The clock can only be advanced to a later time.", { param: "frozen_time" });
    }
    const customers = Object.values(fakeStripe.state.customers).filter(({ testClock }) => testClock === clock.id);
    runUntil(fakeStripe, customers, { until, reach: (at) => Object.assign(clock, { frozenTime: at }) });
    fakeStripe.emit("test_helpers.test_clock.ready", showTestClock(clock), cause);
    return showTestClock(clock);
  },
  "GET /v1/test_helpers/test_clocks/:id": ({ fakeStripe, id }) =>
    showTestClock(found(fakeStripe.state.testClocks, id, "testclock")),
  "GET /v1/test_helpers/test_clocks": ({ fakeStripe, raw }) => {
    const page = readParameters(list, raw);
    const shown = { show: showTestClock, url: "/v1/test_helpers/test_clocks" };
    return shownPage(fakeStripe, newestFirst(fakeStripe.state.testClocks), page, shown);
  },
};

/** A test clock as the API shows it. Advancing is over when the call returns. */
function showTestClock(clock: StoredTestClock): Stripe.TestHelpers.TestClock {
  return {
    id: clock.id,
    object: "test_helpers.test_clock",
    created: clock.created,
    deletes_after: clock.created + 30 * 24 * 3600,
    frozen_time: clock.frozenTime,
    livemode: false,
    name: clock.name,
    status: "ready",
    status_details: {},
  };
}
