import type { FuzzCaller } from "./world.ts";

/** A call that is not fuzzed, by one kind of caller or by all, and why. */
interface LeftOut {
  operationId: string;
  caller?: FuzzCaller["name"];
  reason: string;
}

/** What is not fuzzed. */
export const leftOut: LeftOut[] = [
  { operationId: "followBalance", reason: "the event stream never ends" },
  { operationId: "takeEvent", reason: "without Stripe's signature every event gets the same 400" },
  { operationId: "signOut", caller: "device token", reason: "the device would be signed out, and all its calls 401" },
];

/** A complaint that stays: what schemathesis calls it, the call, and why the product is right all the same. */
interface Known {
  type: string;
  operation: string;
  reason: string;
}

/** What schemathesis complains of and what stays as it is. */
export const known: Known[] = [];
