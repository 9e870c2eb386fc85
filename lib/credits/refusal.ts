import type { HoldStatus } from "./hold.ts";

/** Why a command was not carried out. Nothing changed; the key is still free. Numbers are whole credits. */
export type Refusal =
  | { slug: "not-found" }
  | { slug: "invalid-request"; path: string; message: string }
  | { slug: "account-frozen" }
  | { slug: "quote-expired" }
  | { slug: "quote-changed" }
  | { slug: "insufficient-credits"; cost: number; available: number; shortfall: number }
  | { slug: "hold-not-open"; status: HoldStatus }
  | { slug: "exceeds-hold"; held: number }
  | { slug: "exceeds-spend"; refundable: number }
  | { slug: "idempotency-key-reused" }
  | { slug: "source-used" }
  | { slug: "nothing-left"; held: number }
  | { slug: "unchanged" };
