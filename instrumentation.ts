/** Starts what happens by itself in each process of the app. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { keepOrders } = await import("#lib/billing/keep-orders.ts");
  keepOrders();
}
