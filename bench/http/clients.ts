import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type ClientAnswer, type ClientAsk, clientAnswer } from "./client-messages.ts";

/** A client process. */
export interface Clients {
  pid: number | undefined;
  run: (asked: ClientAsk) => Promise<ClientAnswer>;
  stop: () => Promise<void>;
}

/** Starts one. */
export function startClients(): Clients {
  const child = fork(join(import.meta.dirname, "client-process.ts"), {
    execArgv: [],
    env: { PATH: process.env.PATH, NODE_ENV: "production" },
  });
  const ended = once(child, "exit");
  return {
    pid: child.pid,
    run: async (asked) => {
      const said = once(child, "message");
      child.send(asked);
      const first = await Promise.race([said, ended.then(() => null)]);
      if (first === null) throw new Error("bench: a process of clients ended early");
      return clientAnswer.parse(first[0]);
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
