const store = "/profile/credits/store";
const purchases = "/profile/credits/history?type=grant&kind=purchased";

/**
 * Where people see and do on the web what apps leave to it, by what an app calls it. An app asks for these addresses and
 * keeps none of its own, so that an action can get another page without a release of the app.
 */
export const webPages = {
  credits: "/profile/credits",
  history: "/profile/credits/history",
  devices: "/profile/devices",
  buy: store,
  // What is sold is packs so far: a plan would be chosen beside them, and what can be cancelled is an unpaid order.
  plan: store,
  cancel: store,
  // Each purchase stands there with the number that a payment and a refund go by.
  portal: purchases,
  refund: purchases,
} as const;
