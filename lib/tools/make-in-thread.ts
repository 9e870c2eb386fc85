import { join } from "node:path";
import { z } from "zod";
import type { Making } from "../spending/runs/work-on-run.ts";
import type { Work } from "./make.ts";
import type { ToolInput } from "./read-tool-input.ts";

/** A request to a thread. */
export interface Order {
  input: ToolInput;
  units: number;
}

/** A message from a thread: its progress, and in the end what it made. */
export type Saying = { part: number } | { making: Making };

const saying = z.custom<Saying>((said) => typeof said === "object" && said !== null);

/**
 * Runs a tool in a thread of its own, which ends with it. Pictures are processed pixel by pixel: in the main thread,
 * one step took up to 60 ms and delayed other requests, and two at once took twice as long. The thread runs the source
 * file; a bundler that saw the class would look for the file at build time, so it is resolved at run time.
 */
export async function makeInThread(order: Order, { report, signal }: Work): Promise<Making> {
  const options = { workerData: order, execArgv: ["--conditions=react-server"], env: {} };
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const thread = new Worker(join(process.cwd(), sourceFile), options);
  const made = Promise.withResolvers<Making>();
  thread.on("message", (message) => {
    const said = saying.parse(message);
    if ("making" in said) made.resolve(withBuffers(said.making));
    else report(said.part);
  });
  thread.on("error", made.reject);
  thread.on("exit", () => made.reject(new Error("The thread of a tool ended without a result")));
  const stop = () => made.reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await made.promise;
  } finally {
    signal.removeEventListener("abort", stop);
    await thread.terminate();
  }
}

const sourceFile = ["lib", "tools", "tool-thread.ts"].join("/");

/** Between threads a Buffer becomes plain bytes. */
function withBuffers(making: Making): Making {
  if (making.status !== "made") return making;
  return { ...making, files: making.files.map((file) => ({ ...file, bytes: Buffer.from(file.bytes) })) };
}
