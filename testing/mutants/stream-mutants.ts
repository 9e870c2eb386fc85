import type { Mutation } from "./mutant.ts";

const file = "lib/live/balance-hub.db.test.ts";

/** The mutations of balance streams. */
export const streamMutations: readonly Mutation[] = [
  {
    name: "a stream is told at first what was read before it opened",
    ci: false,
    edits: [
      { file: "lib/live/followed-account.ts", find: "this.#succeeded > readings ?", put: "this.#succeeded > 0 ?" },
    ],
    file,
    test: "a stream that opens later gets the present state",
  },
  {
    name: "messages wait for a reader that does not read",
    ci: false,
    edits: [{ file: "lib/live/event-stream.ts", find: "    this.#isReady = false;\n", put: "" }],
    file,
    test: "a reader that pauses gets the present state when it reads again",
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
    test: "a caller that is signed out without an announcement loses its stream",
  },
  {
    name: "a session has as many streams as it likes",
    ci: false,
    edits: [{ file: "lib/live/balance-hub.ts", find: "own.size > streamsOfOne", put: "own.size > streamsOfAll" }],
    file,
    test: "one more stream of a session replaces its oldest",
  },
];
