import type { Mutation } from "./mutant.ts";

const file = "lib/live/balance-hub.db.test.ts";

/** Every way in which following a balance was broken on purpose. */
export const streamMutations: readonly Mutation[] = [
  {
    name: "a stream is told at first what was read before it opened",
    ci: false,
    edits: [{ file: "lib/live/account-reader.ts", find: "this.#succeeded > readings ?", put: "this.#succeeded > 0 ?" }],
    file,
    test: "a stream that opens later is told what is now",
  },
  {
    name: "messages wait for a reader that does not read",
    ci: false,
    edits: [{ file: "lib/live/event-stream.ts", find: "    this.#isReady = false;\n", put: "" }],
    file,
    test: "a reader that does not read is told the present state when it does",
  },
  {
    name: "a stream of a user who is signed out goes on",
    ci: false,
    edits: [
      {
        file: "lib/live/permissions.ts",
        find: "if (!isPermitted(stream.follower)) this.#onDenied(stream);",
        put: "isPermitted(stream.follower);",
      },
    ],
    file,
    test: "whoever is signed out without anybody saying so is found out",
  },
  {
    name: "a session has as many streams as it likes",
    ci: false,
    edits: [{ file: "lib/live/balance-hub.ts", find: "own.size > streamsOfOne", put: "own.size > streamsOfAll" }],
    file,
    test: "one more stream of a session takes the place of its oldest",
  },
];
