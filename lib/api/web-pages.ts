const store = "/profile/credits/store";
const purchases = "/profile/credits/history?type=grant&kind=purchased";

/**
 * The web pages for what apps leave to the web, by the name that an app uses. An app requests these addresses and
 * stores none, so that an action can move to another page without a release of the app.
 */
export const webPages = {
  credits: "/profile/credits",
  history: "/profile/credits/history",
  devices: "/profile/devices",
  buy: store,
  // Only packs are sold so far: plans would be chosen on the same page, and only an unpaid order can be cancelled.
  plan: store,
  cancel: store,
  // Each purchase is listed there with the number that identifies its payment and refund.
  portal: purchases,
  refund: purchases,
} as const;
