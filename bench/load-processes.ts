import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Answer, type Ask, answer } from "./load-messages.ts";

/** A process of its own that commits spends. */
export interface LoadProcess {
  pid: number | undefined;
  run: (ask: Ask) => Promise<Answer>;
  stop: () => Promise<void>;
}

/** Starts one, as production runs. */
export function startLoadProcess(databaseUrl: string): LoadProcess {
  const child = fork(join(import.meta.dirname, "load-process.ts"), {
    execArgv: ["--conditions=react-server"],
    env: { PATH: process.env.PATH, NODE_ENV: "production", DATABASE_URL: databaseUrl },
  });
  const ended = once(child, "exit");
  return {
    pid: child.pid,
    run: async (ask) => {
      const said = once(child, "message");
      child.send(ask);
      const first = await Promise.race([said, ended.then(() => null)]);
      if (first === null) throw new Error("bench: a load process ended early");
      return answer.parse(first[0]);
    },
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}
