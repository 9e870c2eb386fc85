/** What a client can do on its platform and in its version, to be shown as text. */
export type Access =
  | { status: "yes"; visibility: "total" | "kinds" | "batches"; spends: boolean; buys: boolean }
  | { status: "too-old"; minimumVersion: string }
  | { status: "off" };
