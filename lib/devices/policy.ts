/** Where people use credits. */
export const platforms = ["web", "desktop", "mobile"] as const;
export type Platform = (typeof platforms)[number];

/** How much of a balance is shown: one number, the kinds, or every batch with its dates and the history. */
export type Visibility = "total" | "kinds" | "batches";

/** Where a feature runs on a platform: with credits, on the device itself, on the web, or not at all. */
export type Place = "credits" | "on-device" | "web" | "none";

/** What clients of a platform may see and do; a row of the database, and an operator's to change. */
export interface Policy {
  platform: Platform;
  access: "full" | "off";
  /** The oldest version that takes part; null takes all. */
  minimumVersion: string | null;
  visibility: Visibility;
  spends: boolean;
  buys: boolean;
  /** Where its apps may have people led back to from the web, the usual one first. */
  returnAddresses: readonly string[];
}
