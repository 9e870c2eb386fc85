import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { make } from "./make.ts";
import type { Order, Saying } from "./make-in-thread.ts";
import type { ToolInput } from "./read-tool-input.ts";

// A thread that runs one tool and ends; `make-in-thread.ts` starts it.

const order = z.custom<Order>((said) => typeof said === "object" && said !== null && "input" in said);
const { input, units } = order.parse(workerData);
const say = (said: Saying) => parentPort?.postMessage(said);
const never = new AbortController().signal;

say({ making: await make(withBuffers(input), units, { report: (part) => say({ part }), signal: never }) });

/** Between threads a Buffer becomes plain bytes. */
function withBuffers(sent: ToolInput): ToolInput {
  if ("photo" in sent && sent.photo !== null) return { ...sent, photo: Buffer.from(sent.photo) };
  if ("clip" in sent) return { ...sent, clip: Buffer.from(sent.clip) };
  return sent;
}
