"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";
import { reloadPage } from "./kept-form.ts";
import { reportProblem } from "./reports.ts";

/** Whether an error says that another build answers by now: then says so, and loads the page anew. */
export function reloadIfOutdated(error: unknown): boolean {
  if (!unstable_isUnrecognizedActionError(error)) return false;
  reportProblem("outdated");
  reloadPage();
  return true;
}
