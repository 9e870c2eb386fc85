import { breaks } from "./breaks.ts";
import { holdBreaks } from "./hold-breaks.ts";
import type { Mutant } from "./mutant.ts";

/** Every way in which the ledger is broken on purpose. */
export const mutants: readonly Mutant[] = [...breaks, ...holdBreaks];
