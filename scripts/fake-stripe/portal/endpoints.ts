import { type Call, changedMetadata, type Endpoints, found, newestFirst, shownPage } from "../endpoint.ts";
import { type FakeStripe, newId, nowSeconds } from "../fake.ts";
import { readParameters } from "../parameters.ts";
import { invalidRequest } from "../refusal.ts";
import type { StoredPortalConfiguration, StoredPortalSession } from "../state.ts";
import {
  type ConfigurationUpdate,
  configurationCreate,
  configurationList,
  configurationUpdate,
  portalSessionCreate,
} from "./parameters.ts";
import { showConfiguration, showPortalSession } from "./show-portal.ts";

/** The customer portal: visits of it, and what it offers. */
export const portalEndpoints: Endpoints = {
  "POST /v1/billing_portal/sessions": openPortal,
  "POST /v1/billing_portal/configurations": ({ fakeStripe, raw, cause }) => {
    const asked = readParameters(configurationCreate, raw);
    const isFirst = Object.keys(fakeStripe.state.portalConfigurations).length === 0;
    const configuration = { ...newConfiguration(), isDefault: isFirst };
    configure(configuration, { ...asked, active: true });
    fakeStripe.state.portalConfigurations[configuration.id] = configuration;
    fakeStripe.emit("billing_portal.configuration.created", showConfiguration(configuration), cause);
    return showConfiguration(configuration);
  },
  "POST /v1/billing_portal/configurations/:id": ({ fakeStripe, id, raw, cause }) => {
    const asked = readParameters(configurationUpdate, raw);
    const configuration = found(fakeStripe.state.portalConfigurations, id, "configuration");
    configure(configuration, asked);
    fakeStripe.emit("billing_portal.configuration.updated", showConfiguration(configuration), cause);
    return showConfiguration(configuration);
  },
  "GET /v1/billing_portal/configurations": ({ fakeStripe, raw }) => {
    const { active, is_default: isDefault, ...page } = readParameters(configurationList, raw);
    const all = newestFirst(fakeStripe.state.portalConfigurations)
      .filter((one) => active === undefined || one.active === active)
      .filter((one) => isDefault === undefined || one.isDefault === isDefault);
    return shownPage(fakeStripe, all, page, { show: showConfiguration, url: "/v1/billing_portal/configurations" });
  },
  "GET /v1/billing_portal/configurations/:id": ({ fakeStripe, id }) =>
    showConfiguration(found(fakeStripe.state.portalConfigurations, id, "configuration")),
};

function openPortal({ fakeStripe, raw, cause }: Call) {
  const asked = readParameters(portalSessionCreate, raw);
  found(fakeStripe.state.customers, asked.customer, "customer", "customer");
  const configuration = configurationOf(fakeStripe, asked.configuration);
  const flow = flowOf(fakeStripe, asked);
  if (flow?.type === "subscription_cancel" && !configuration.canCancel) {
    throw invalidRequest("This configuration does not let customers cancel subscriptions.", {
      param: "flow_data[type]",
    });
  }
  const session: StoredPortalSession = {
    id: newId("bps"),
    created: nowSeconds(),
    customer: asked.customer,
    configuration: configuration.id,
    returnUrl: asked.return_url ?? configuration.returnUrl,
    flow,
  };
  fakeStripe.state.portalSessions[session.id] = session;
  fakeStripe.emit("billing_portal.session.created", showPortalSession(fakeStripe, session), cause);
  return showPortalSession(fakeStripe, session);
}

function configurationOf({ state }: FakeStripe, asked: string | undefined): StoredPortalConfiguration {
  if (asked !== undefined) return found(state.portalConfigurations, asked, "configuration", "configuration");
  const first = Object.values(state.portalConfigurations).find(({ isDefault }) => isDefault);
  if (first) return first;
  throw invalidRequest("No configuration provided and your test mode default configuration has not been created.");
}

type Asked = ReturnType<typeof readParameters<typeof portalSessionCreate>>;

function flowOf({ state }: FakeStripe, { customer, flow_data: flow }: Asked): StoredPortalSession["flow"] {
  if (!flow) return null;
  const param = "flow_data[subscription_cancel][subscription]";
  const id = flow.subscription_cancel?.subscription ?? null;
  if ((flow.type === "subscription_cancel") !== (id !== null)) {
    throw invalidRequest(`Missing required param: ${param}.`, { param, code: "parameter_missing" });
  }
  if (id !== null) {
    const subscription = found(state.subscriptions, id, "subscription", param);
    if (subscription.customer !== customer) throw invalidRequest(`No such subscription: '${id}'`, { param });
    if (subscription.cancelAtPeriodEnd || subscription.endedAt !== null) {
      throw invalidRequest("The subscription is already set to be canceled.", { param });
    }
  }
  const after = flow.after_completion;
  if (after?.type === "redirect" && !after.redirect) {
    throw invalidRequest("Missing required param: flow_data[after_completion][redirect].", {
      code: "parameter_missing",
    });
  }
  return {
    type: flow.type,
    subscription: id,
    afterCompletion: after?.type ?? "portal_homepage",
    afterUrl: after?.redirect?.return_url ?? null,
    message: after?.hosted_confirmation?.custom_message ?? null,
  };
}

function newConfiguration(): StoredPortalConfiguration {
  return {
    id: newId("bpc"),
    created: nowSeconds(),
    updated: nowSeconds(),
    active: true,
    isDefault: false,
    name: null,
    returnUrl: null,
    headline: null,
    privacyUrl: null,
    termsUrl: null,
    canCancel: false,
    cancelsAtPeriodEnd: true,
    cancellationReasons: [],
    asksForReason: false,
    canChangeCard: false,
    listsInvoices: false,
    metadata: {},
  };
}

function configure(one: StoredPortalConfiguration, asked: ConfigurationUpdate) {
  const { business_profile: profile, features } = asked;
  const cancel = features?.subscription_cancel;
  const cleared = (value: string | undefined, before: string | null) => (value === undefined ? before : value || null);
  Object.assign(one, {
    updated: nowSeconds(),
    active: asked.active ?? one.active,
    name: cleared(asked.name, one.name),
    returnUrl: cleared(asked.default_return_url, one.returnUrl),
    headline: cleared(profile?.headline, one.headline),
    privacyUrl: profile?.privacy_policy_url ?? one.privacyUrl,
    termsUrl: profile?.terms_of_service_url ?? one.termsUrl,
    canCancel: cancel?.enabled ?? one.canCancel,
    cancelsAtPeriodEnd: cancel?.mode ? cancel.mode === "at_period_end" : one.cancelsAtPeriodEnd,
    asksForReason: cancel?.cancellation_reason?.enabled ?? one.asksForReason,
    cancellationReasons: cancel?.cancellation_reason?.options || one.cancellationReasons,
    canChangeCard: features?.payment_method_update?.enabled ?? one.canChangeCard,
    listsInvoices: features?.invoice_history?.enabled ?? one.listsInvoices,
    metadata: changedMetadata(one.metadata, asked.metadata),
  });
}
