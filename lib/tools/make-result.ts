import { setTimeout as sleep } from "node:timers/promises";
import type { Make, Making } from "../spending/runs/work-on-run.ts";
import { make, type Work } from "./make.ts";
import { makeInThread } from "./make-in-thread.ts";
import type { ToolInput } from "./read-tool-input.ts";
import { takeTurn } from "./take-turn.ts";

/**
 * Runs the tool that an input is for in a thread of its own, when its turn has come, so that no other request waits for
 * it.
 */
export async function makeResult(input: ToolInput, units: number, work: Work): Promise<Making> {
  // A script takes a millisecond, less than starting a thread.
  if (input.tool === "ai-script") return await make(input, units, work);
  const turn = await takeTurn(() => makeInThread({ input, units }, work));
  return turn.status === "busy" ? { status: "not-made", reason: "busy" } : turn.value;
}

/** The same work, but it fails half-way. A switch of the demonstration asks for it, to show that nothing is charged. */
export function failOnPurpose(make: Make): Make {
  return async (work) => {
    const making = make({ ...work, report: (part) => work.report(part / 2) });
    await Promise.all([making, sleep(900)]);
    return { status: "not-made", reason: "on-purpose" };
  };
}
