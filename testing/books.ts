import { afterEach, beforeEach, describe, expect } from "vitest";
import type { Db } from "#db/client.ts";
import { verify } from "#lib/ledger/audit/verify.ts";

/** Expects that every law holds for all that stands in a database. */
export async function expectEveryLaw(db: Db): Promise<void> {
  expect((await verify(db)).filter((finding) => finding.breach !== null)).toEqual([]);
}

/** Runs tests twice: with commands gathered, and with a transaction each. */
export function gatheredAndPlain(tests: (gather: string) => void): void {
  describe.each(["on", "off"])("with GATHER=%s", (gather) => {
    beforeEach(() => {
      process.env.GATHER = gather;
    });
    afterEach(() => {
      delete process.env.GATHER;
    });
    tests(gather);
  });
}
