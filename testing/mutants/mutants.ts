import { deviceMutations } from "./device-mutants.ts";
import { holdMutations } from "./hold-mutants.ts";
import { ledgerMutations } from "./ledger-mutants.ts";
import type { Mutation } from "./mutant.ts";
import { returnMutations } from "./return-mutants.ts";
import { streamMutations } from "./stream-mutants.ts";

/** Every way in which the ledger, the sign-in of devices, following a balance and the return link are broken on purpose. */
export const mutations: readonly Mutation[] = [
  ...ledgerMutations,
  ...holdMutations,
  ...deviceMutations,
  ...returnMutations,
  ...streamMutations,
];
