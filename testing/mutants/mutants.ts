import { campaignMutations } from "./campaign-mutants.ts";
import { deviceMutations } from "./device-mutants.ts";
import { holdMutations } from "./hold-mutants.ts";
import { ledgerMutations } from "./ledger-mutants.ts";
import type { Mutation } from "./mutant.ts";
import { paymentMutations } from "./payment-mutants.ts";
import { returnMutations } from "./return-mutants.ts";
import { revocationMutations } from "./revocation-mutants.ts";
import { streamMutations } from "./stream-mutants.ts";

/** All mutations: of the ledger, device sign-in, balance streams, return links, returned payments, payments at Stripe and campaigns. */
export const mutations: readonly Mutation[] = [
  ...ledgerMutations,
  ...holdMutations,
  ...deviceMutations,
  ...returnMutations,
  ...revocationMutations,
  ...paymentMutations,
  ...streamMutations,
  ...campaignMutations,
];
