import app from "#messages/en/app.json" with { type: "json" };
import batch from "#messages/en/batch.json" with { type: "json" };
import billing from "#messages/en/billing.json" with { type: "json" };
import credits from "#messages/en/credits.json" with { type: "json" };
import device from "#messages/en/device.json" with { type: "json" };
import devices from "#messages/en/devices.json" with { type: "json" };
import devicesLab from "#messages/en/devices-lab.json" with { type: "json" };
import earn from "#messages/en/earn.json" with { type: "json" };
import emails from "#messages/en/emails.json" with { type: "json" };
import errors from "#messages/en/errors.json" with { type: "json" };
import history from "#messages/en/history.json" with { type: "json" };
import invitation from "#messages/en/invitation.json" with { type: "json" };
import kinds from "#messages/en/kinds.json" with { type: "json" };
import network from "#messages/en/network.json" with { type: "json" };
import order from "#messages/en/order.json" with { type: "json" };
import outbox from "#messages/en/outbox.json" with { type: "json" };
import planOrder from "#messages/en/plan-order.json" with { type: "json" };
import plans from "#messages/en/plans.json" with { type: "json" };
import prices from "#messages/en/prices.json" with { type: "json" };
import problems from "#messages/en/problems.json" with { type: "json" };
import profile from "#messages/en/profile.json" with { type: "json" };
import quote from "#messages/en/quote.json" with { type: "json" };
import returned from "#messages/en/returned.json" with { type: "json" };
import rules from "#messages/en/rules.json" with { type: "json" };
import shell from "#messages/en/shell.json" with { type: "json" };
import signIn from "#messages/en/sign-in.json" with { type: "json" };
import store from "#messages/en/store.json" with { type: "json" };
import tools from "#messages/en/tools.json" with { type: "json" };
import usage from "#messages/en/usage.json" with { type: "json" };

/** Every text in English, one namespace a file of `messages/en`. */
export const messages = {
  app,
  batch,
  billing,
  credits,
  device,
  devices,
  devicesLab,
  earn,
  emails,
  errors,
  history,
  invitation,
  kinds,
  network,
  order,
  outbox,
  planOrder,
  plans,
  prices,
  problems,
  profile,
  quote,
  returned,
  rules,
  shell,
  signIn,
  store,
  tools,
  usage,
};
