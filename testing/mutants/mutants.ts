import { deviceBreaks } from "./device-mutants.ts";
import { holdBreaks } from "./hold-mutants.ts";
import { breaks } from "./ledger-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { returnBreaks } from "./return-mutants.ts";
import { streamBreaks } from "./stream-mutants.ts";

/** Every way in which the ledger, the sign-in of devices, following a balance and the return link are broken on purpose. */
export const mutants: readonly Mutant[] = [...breaks, ...holdBreaks, ...deviceBreaks, ...returnBreaks, ...streamBreaks];
