import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";
import type { Answer, Ask } from "./commit-process.ts";
import type { Witnessed } from "./witness.ts";

type Rest<A> = A extends Ask ? Omit<A, "id"> : never;

/** A separate process that commits the commands it receives. */
export interface CommitProcess {
  ask: (what: Rest<Ask>) => Promise<Witnessed[]>;
  stop: () => Promise<void>;
}

const answers = z.custom<Answer>((message) => typeof message === "object" && message !== null && "id" in message);

/** Starts a process that commits on a database, with `GROUP_COMMIT` as given. */
export function startCommitProcess(databaseUrl: string, groupCommit: "on" | "off"): CommitProcess {
  const child = fork(join(import.meta.dirname, "commit-process.ts"), {
    execArgv: ["--conditions=react-server"],
    env: { PATH: process.env.PATH, NODE_ENV: "production", DATABASE_URL: databaseUrl, GROUP_COMMIT: groupCommit },
    // Dates arrive as dates.
    serialization: "advanced",
  });
  const waiting = new Map<number, { resolve: (witnessed: Witnessed[]) => void; reject: (error: Error) => void }>();
  child.on("message", (message) => {
    const answer = answers.parse(message);
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ("failure" in answer) asked?.reject(new Error(answer.failure));
    else asked?.resolve(answer.witnessed);
  });
  child.on("exit", (code) => {
    for (const asked of waiting.values()) asked.reject(new Error(`a commit process ended with ${code}`));
  });
  let id = 0;
  return {
    ask: async (what) => {
      id += 1;
      const answer = Promise.withResolvers<Witnessed[]>();
      waiting.set(id, answer);
      child.send({ id, ...what });
      return await answer.promise;
    },
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill();
  await ended;
}
