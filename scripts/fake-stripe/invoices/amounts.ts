import type { StoredInvoice } from "../state.ts";

/** What an invoice adds up to. The customer's balance stands below 0 when there is credit to use up. */
export function amountsOf(
  invoice: Pick<StoredInvoice, "lines" | "startingBalance" | "amountPaid" | "creditedBefore" | "status">,
) {
  const subtotal = invoice.lines.reduce((sum, line) => sum + line.amount, 0);
  const byDiscount = new Map<string, number>();
  for (const { discount, amount } of invoice.lines.flatMap((line) => line.discounts)) {
    byDiscount.set(discount, (byDiscount.get(discount) ?? 0) + amount);
  }
  const discounts = [...byDiscount].map(([discount, amount]) => ({ discount, amount }));
  const total = discounts.reduce((sum, { amount }) => sum - amount, subtotal);
  const due = Math.max(0, total + invoice.startingBalance - invoice.creditedBefore);
  const endingBalance = Math.min(0, total + invoice.startingBalance);
  const isSettled = invoice.status === "paid" || invoice.status === "void";
  return { subtotal, total, due, discounts, endingBalance, remaining: isSettled ? 0 : due - invoice.amountPaid };
}
