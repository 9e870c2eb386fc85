/** Where credits are used. */
export const platforms = ["web", "desktop", "mobile"] as const;
export type Platform = (typeof platforms)[number];

/** How much of a balance is visible: one number, the kinds, or every batch with dates and the history. */
export type Visibility = "total" | "kinds" | "batches";

/** Where a feature runs on a platform: with credits, on the device itself, on the web, or not at all. */
export type Place = "credits" | "on-device" | "web" | "none";

/** What clients of a platform can see and do: a row of the database, which operators change. */
export interface Policy {
  platform: Platform;
  access: "full" | "off";
  /** The oldest version that is accepted; null accepts all. */
  minimumVersion: string | null;
  visibility: Visibility;
  spends: boolean;
  buys: boolean;
  /** The return links that its apps can use, the default first. */
  returnAddresses: readonly string[];
}
