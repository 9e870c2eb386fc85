import { z } from "zod";

const shape = z.coerce.number().int().positive().max(2_147_483_647);

/** The number of a batch in an address; null when it is none. */
export function parseBatchNumber(text: string): number | null {
  return shape.safeParse(text).data ?? null;
}
