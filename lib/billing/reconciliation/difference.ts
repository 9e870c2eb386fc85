/** What Stripe and we say differently of an object at Stripe. */
export interface Difference {
  /**
   * missing: Stripe has it, we don't · twice: it was paid a second time · wrong-amount, wrong-state: both have it, and say
   * different things · unknown: it says that it is ours, and we know nothing of it.
   */
  kind: "missing" | "twice" | "wrong-amount" | "wrong-state" | "unknown";
  /** The object's id at Stripe, or that of our order where Stripe has none. */
  object: string;
  says: string;
  /** Brings it up to date. Resolves with why that was not enough; null when it was. Null where only an operator can decide. */
  repair: (() => Promise<string | null>) | null;
}
