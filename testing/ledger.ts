import { afterEach, beforeEach, describe, expect } from "vitest";
import type { Db } from "#db/client.ts";
import { verify } from "#lib/ledger/audit/verify.ts";

/** Expects every invariant to hold in a database. */
export async function expectInvariants(db: Db): Promise<void> {
  expect((await verify(db)).filter((finding) => finding.breach !== null)).toEqual([]);
}

/** Runs tests twice: with group commit, and with one transaction per command. */
export function withAndWithoutGroupCommit(tests: (groupCommit: string) => void): void {
  describe.each(["on", "off"])("with GROUP_COMMIT=%s", (groupCommit) => {
    beforeEach(() => {
      process.env.GROUP_COMMIT = groupCommit;
    });
    afterEach(() => {
      delete process.env.GROUP_COMMIT;
    });
    tests(groupCommit);
  });
}
