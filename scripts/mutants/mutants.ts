import { breaks } from "./breaks.ts";
import { deviceBreaks } from "./device-breaks.ts";
import { holdBreaks } from "./hold-breaks.ts";
import type { Mutant } from "./mutant.ts";

/** Every way in which the ledger and the sign-in of devices are broken on purpose. */
export const mutants: readonly Mutant[] = [...breaks, ...holdBreaks, ...deviceBreaks];
