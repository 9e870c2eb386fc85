const store = "/profile/credits/store";
const billing = "/profile/billing";

/**
 * The web pages to open for everything that apps cannot do themselves, by the name that an app uses. An app requests these addresses and
 * stores none, so that an action can move to another page without a release of the app.
 */
export const webPages = {
  credits: "/profile/credits",
  history: "/profile/credits/history",
  devices: "/profile/devices",
  buy: store,
  plan: `${store}/plans`,
  cancel: billing,
  portal: billing,
  // Each purchase is listed there with its receipt.
  refund: billing,
} as const;
