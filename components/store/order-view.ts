/** What an order page says, which follows from the order alone; `back` is whether the person came back without paying. */
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

/** The view for an order's state. Credits that came more than two minutes ago are old news, so that a reload says so. */
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
