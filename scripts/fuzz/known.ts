import type { FuzzCaller } from "./world.ts";

/** A call that is not fuzzed, by one kind of caller or by all, and why. */
interface ExcludedCall {
  operationId: string;
  caller?: FuzzCaller["name"];
  reason: string;
}

/** The calls that are not fuzzed. */
export const excludedCalls: ExcludedCall[] = [
  { operationId: "followBalance", reason: "the event stream never ends" },
  { operationId: "takeEvent", reason: "without Stripe's signature every event gets the same 400" },
  { operationId: "signOut", caller: "device token", reason: "the device would be signed out, and all its calls 401" },
];

/** A check that a call is exempt from, and why the product is right. */
interface Known {
  operationId: string;
  check: string;
  reason: string;
}

/** Findings of schemathesis that stay as they are. */
export const known: Known[] = [
  {
    operationId: "startRun",
    check: "positive_data_acceptance",
    reason: "which input there is depends on the feature, and the document leaves it open",
  },
  {
    operationId: "openAccount",
    check: "positive_data_acceptance",
    reason: "an address may hold signs like { before its @, but no mailbox does, and here they are refused",
  },
  {
    operationId: "collectToken",
    check: "positive_data_acceptance",
    reason: "a device code that was not handed out is answered with 400, as RFC 6749 has it",
  },
  {
    operationId: "authorizeDevice",
    check: "positive_data_acceptance",
    reason: "a repeated parameter is refused, even an unknown one, as RFC 6749 has it",
  },
  ...["listCampaigns", "claim", "getUsage"].map((operationId) => ({
    operationId,
    check: "positive_data_acceptance",
    reason: "which time zones exist is not in the document",
  })),
];
