import { breaks } from "./breaks.ts";
import { deviceBreaks } from "./device-breaks.ts";
import { holdBreaks } from "./hold-breaks.ts";
import type { Mutant } from "./mutant.ts";
import { returnBreaks } from "./return-breaks.ts";

/** Every way in which the ledger, the sign-in of devices and the way back to them are broken on purpose. */
export const mutants: readonly Mutant[] = [...breaks, ...holdBreaks, ...deviceBreaks, ...returnBreaks];
