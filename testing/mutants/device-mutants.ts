import type { Mutation } from "./mutant.ts";

const codes = "db/queries/devices/device-codes.ts";
const approve = "lib/devices/approve-code.ts";
const file = "lib/devices/device-sign-in.db.test.ts";
const signOutFile = "lib/people/sign-out.db.test.ts";

/** The mutations of device sign-in. */
export const deviceMutations: readonly Mutation[] = [
  {
    name: "a device gets its token before a user approved it",
    ci: false,
    edits: [{ file: codes, find: "and status = 'approved' and", put: "and status <> 'redeemed' and" }],
    file,
    test: "a device waits, is approved, and gets a token once",
  },
  {
    name: "a device's code is redeemed as often as it is asked for",
    ci: false,
    edits: [{ file: codes, find: "set status = 'redeemed'", put: "set status = 'approved'" }],
    file,
    test: "of twenty concurrent requests for an approved code exactly one gets a token",
  },
  {
    name: "a device's code is redeemed for another platform",
    ci: false,
    edits: [
      {
        file: codes,
        find: `and platform = \${asked.platform}::platform`,
        put: `and \${asked.platform}::text is not null`,
      },
    ],
    file,
    test: "a denied, expired or unknown code, or one of another platform, gives no token",
  },
  {
    name: "a device that asks too soon waits no longer",
    ci: false,
    edits: [{ file: codes, find: "then 5 else 0 end", put: "then 0 else 0 end" }],
    file,
    test: "each request that is too early adds 5 seconds to the interval",
  },
  {
    name: "a device's request is answered from another session",
    ci: false,
    edits: [
      {
        file: approve,
        find: `return sign("device-request", \`\${hash}:\${sessionId}\`)`,
        put: 'return sign("device-request", hash)',
      },
      {
        file: approve,
        find: `isSigned("device-request", \`\${hash}:\${sessionId}\`, signed)`,
        put: 'isSigned("device-request", hash, signed)',
      },
    ],
    file,
    test: "a request is answered once, in the session in which its code was entered",
  },
  {
    name: "a device is approved by a user who signed in long ago",
    ci: false,
    edits: [{ file: approve, find: "if (approve && !signedInLately(approver))", put: "if (false)" }],
    file,
    test: "a request is answered once, in the session in which its code was entered",
  },
  {
    name: "a device that was signed out goes on",
    ci: false,
    edits: [
      {
        file: "db/queries/devices/devices.ts",
        find: "        eq(devices.tokenHash, tokenHash),\n        isNull(devices.revokedAt),\n",
        put: "        eq(devices.tokenHash, tokenHash),\n",
      },
    ],
    file,
    test: "a token ends when it is signed out",
  },
  {
    name: "a device of a user who had not proved the address stays signed in",
    ci: false,
    edits: [{ file: "lib/people/prove-person.ts", find: "  await removeDevices(tx, userId);\n", put: "" }],
    file,
    test: "the first verification of an address removes earlier devices",
  },
  {
    name: "a device that was approved and not collected outlives signing out everywhere",
    ci: false,
    edits: [
      {
        file: "db/queries/devices/devices.ts",
        find: '.set({ status: "denied" })',
        put: '.set({ status: "approved" })',
      },
    ],
    file: signOutFile,
    test: "signing out everywhere, or everywhere else, ends approved but uncollected requests",
  },
  {
    name: "a session that is being signed out approves a device meanwhile",
    ci: false,
    edits: [{ file: codes, find: "      for share\n", put: "" }],
    file: signOutFile,
    test: "a device that is approved while its user signs out everywhere",
  },
];
