import { breaks } from "./breaks.ts";
import { deviceBreaks } from "./device-breaks.ts";
import { holdBreaks } from "./hold-breaks.ts";
import type { Mutant } from "./mutant.ts";
import { returnBreaks } from "./return-breaks.ts";
import { streamBreaks } from "./stream-breaks.ts";

/** Every way in which the ledger, the sign-in of devices, following a balance and the way back are broken on purpose. */
export const mutants: readonly Mutant[] = [...breaks, ...holdBreaks, ...deviceBreaks, ...returnBreaks, ...streamBreaks];
