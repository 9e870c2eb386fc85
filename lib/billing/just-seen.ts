import "server-only";

const forMs = 4000;
const seenAt = new Map<string, number>();

/** Whether an order was looked up at Stripe in the last 4 s; if not, it counts as looked up now. Pages poll every 2 s. */
export function wasJustSeen(order: string): boolean {
  const now = Date.now();
  for (const [other, at] of seenAt) if (now - at > forMs) seenAt.delete(other);
  if (seenAt.has(order)) return true;
  seenAt.set(order, now);
  return false;
}
