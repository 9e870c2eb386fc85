/** What an order page shows, derived from the order alone; `back` is whether the user came back without paying. */
export type OrderView =
  | "confirming"
  | "unpaid"
  | "pending"
  | "added"
  | "already-added"
  | "failed"
  | "cancelled"
  | "expired";

type Status = "open" | "processing" | "paid" | "failed" | "cancelled" | "expired";

const newlyMs = 2 * 60_000;

/** The view for an order's state. After two minutes added credits are old news, so a reload says "already added". */
export function viewOf(
  order: { status: Status; updatedAt: Date },
  { back, now }: { back: boolean; now: Date },
): OrderView {
  switch (order.status) {
    case "open":
      return back ? "unpaid" : "confirming";
    case "processing":
      return "pending";
    case "paid":
      return now.getTime() - order.updatedAt.getTime() > newlyMs ? "already-added" : "added";
    case "failed":
    case "cancelled":
    case "expired":
      return order.status;
  }
}
