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

/** What an order's page is headed with after its payment was returned or questioned. */
export type ReturnView = "refunded" | "disputed" | "under-review";

interface Returned {
  dispute: "none" | "inquiry" | "open" | "lost";
  /** Since when the payment is under review; null when it is not. */
  reviewedSince: Date | null;
  /** Whether everything that was returned was undone. */
  isGivenBack: boolean;
}

/** The heading for what became of a paid order's payment; null when the order's own state is still the news. */
export function viewOfReturn(returned: Returned | null): ReturnView | null {
  if (returned === null || returned.isGivenBack) return null;
  if (returned.reviewedSince !== null) return "under-review";
  return returned.dispute === "none" ? "refunded" : "disputed";
}
