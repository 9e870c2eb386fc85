/** What a client may on its platform and in its version, to be said in words. */
export type May =
  | { status: "yes"; visibility: "total" | "kinds" | "batches"; spends: boolean; buys: boolean }
  | { status: "too-old"; minimumVersion: string }
  | { status: "off" };
