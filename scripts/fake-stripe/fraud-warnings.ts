import type Stripe from "stripe";
import { z } from "zod";
import { type Endpoints, found, newestFirst, shownPage } from "./endpoint.ts";
import { expandInto } from "./expand.ts";
import { type FakeStripe, newId, nowSeconds } from "./fake.ts";
import { expand, type Fields, isWithin, pageFields, rangeField, readParameters, text } from "./parameters.ts";
import { invalidRequest } from "./refusal.ts";
import { onlyExpand } from "./session-parameters.ts";
import type { StoredWarning } from "./state.ts";

const warningList = z.strictObject({
  ...pageFields,
  expand,
  charge: text.optional(),
  created: rangeField,
  payment_intent: text.optional(),
} satisfies Fields<Stripe.Radar.EarlyFraudWarningListParams>);

const url = "/v1/radar/early_fraud_warnings";

/** Warnings of banks that a payment may be fraud. Tests cause them by the control. */
export const fraudWarningEndpoints: Endpoints = {
  [`GET ${url}`]: ({ fakeStripe, raw }) => {
    const { payment_intent: intent, charge, created, ...page } = readParameters(warningList, raw);
    const all = newestFirst(fakeStripe.state.warnings)
      .filter((one) => (!intent || one.intent === intent) && (!charge || one.charge === charge))
      .filter((one) => isWithin(one.created, created));
    return shownPage(fakeStripe, all, page, { show: (one) => showWarning(fakeStripe, one), url });
  },
  [`GET ${url}/:id`]: ({ fakeStripe, id, raw }) => {
    const { expand: paths } = readParameters(onlyExpand, raw);
    const warning = found(fakeStripe.state.warnings, id, "early_fraud_warning");
    return expandInto(fakeStripe, showWarning(fakeStripe, warning), paths);
  },
};

/** A bank warns that a payment may be fraud. */
export function warn(fakeStripe: FakeStripe, { intent: id }: { intent: string }): void {
  const { charge } = found(fakeStripe.state.intents, id, "payment_intent");
  if (charge === null) throw invalidRequest("This PaymentIntent has no successful charge to warn of.");
  const made: StoredWarning = { id: newId("issfr"), created: nowSeconds(), intent: id, charge };
  fakeStripe.state.warnings[made.id] = made;
  fakeStripe.emit("radar.early_fraud_warning.created", showWarning(fakeStripe, made));
}

/** Something can be done about a payment until it is disputed or refunded in full. */
function showWarning({ state }: FakeStripe, one: StoredWarning): Stripe.Radar.EarlyFraudWarning {
  const refunded = Object.values(state.refunds)
    .filter(({ intent, status }) => intent === one.intent && status !== "failed" && status !== "canceled")
    .reduce((sum, { amount }) => sum + amount, 0);
  const isDisputed = Object.values(state.disputes).some(({ intent }) => intent === one.intent);
  return {
    id: one.id,
    object: "radar.early_fraud_warning",
    actionable: !isDisputed && refunded < (state.intents[one.intent]?.amount ?? 0),
    charge: one.charge,
    created: one.created,
    fraud_type: "made_with_stolen_card",
    livemode: false,
    payment_intent: one.intent,
  };
}
