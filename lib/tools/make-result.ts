import type { Making } from "../spending/runs/work-on-run.ts";
import { make, type Work } from "./make.ts";
import { makeInThread } from "./make-in-thread.ts";
import type { ToolInput } from "./read-tool-input.ts";
import { takeTurn } from "./take-turn.ts";

/** Runs the tool that an input is for, when it is its turn, in a thread of its own: nobody else waits for its work. */
export async function makeResult(input: ToolInput, units: number, work: Work): Promise<Making> {
  // A script is a millisecond's work: less than a thread takes to begin.
  if (input.tool === "ai-script") return await make(input, units, work);
  const turn = await takeTurn(() => makeInThread({ input, units }, work));
  return turn.status === "busy" ? { status: "not-made", reason: "busy" } : turn.value;
}
