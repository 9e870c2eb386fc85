import { setTimeout as sleep } from "node:timers/promises";
import type { Make } from "../spending/runs/work-on-run.ts";

/** The same work, but it breaks on the way: what the demonstration's switch asks for, to show that nothing is charged. */
export function failOnPurpose(make: Make): Make {
  return async (work) => {
    const making = make({ ...work, report: (part) => work.report(part / 2) });
    await Promise.all([making, sleep(900)]);
    return { status: "not-made", reason: "on-purpose" };
  };
}
