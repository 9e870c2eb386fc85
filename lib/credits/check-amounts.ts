import { type Command, maxAmount } from "./command.ts";
import type { Refusal } from "./refusal.ts";

/**
 * Refuses an invalid amount; null when it is valid. Callers validate it before. This is the last defence: a cost of 0
 * would make a line without entries, and a negative cost would create credits.
 */
export function checkAmounts(command: Command): Refusal | null {
  switch (command.type) {
    case "grant":
    case "take-time":
      return check("amount", command.amount);
    case "spend":
    case "hold":
      return check("units", command.cost);
    case "capture":
      if (command.amount === null && !command.final) return amountMissing;
      return command.amount === null ? null : check("amount", command.amount);
    case "refund":
      return command.amount === null ? null : check("amount", command.amount);
    case "adjustment":
      if (command.amount === "all") return command.batch === null ? batchMissing : null;
      return check("amount", Math.abs(command.amount));
    case "revoke":
      return Number.isSafeInteger(command.target) && command.target >= 0 ? null : targetInvalid;
    case "forgive":
    case "release":
    case "extend":
    case "freeze":
    case "unfreeze":
      return null;
  }
}

const amountMissing: Refusal = {
  slug: "invalid-request",
  path: "amount",
  message: "is required when the capture is not final",
};

const batchMissing: Refusal = {
  slug: "invalid-request",
  path: "batch",
  message: "is required to take all that is left",
};

const targetInvalid: Refusal = { slug: "invalid-request", path: "target", message: "must be 0 or more whole credits" };

function check(path: string, credits: number): Refusal | null {
  if (Number.isInteger(credits) && credits >= 1 && credits <= maxAmount) return null;
  return { slug: "invalid-request", path, message: `must come to 1 to ${maxAmount} whole credits` };
}
