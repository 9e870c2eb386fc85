import { stripVTControlCharacters } from "node:util";
import { plainMessage } from "./describe-error.ts";
import { log } from "./log.ts";

/**
 * Redirects the console output of libraries to the log, above all Next's about a failed page: such an error would
 * appear raw, with the parameters of its statement. Objects that are not errors are dropped.
 */
export function captureConsole(): void {
  console.debug = (...said) => tell("debug", said);
  console.log = (...said) => tell("info", said);
  console.info = (...said) => tell("info", said);
  console.warn = (...said) => tell("warn", said);
  console.error = (...said) => tell("error", said);
}

function tell(level: "debug" | "info" | "warn" | "error", said: unknown[]): void {
  const err = said.find((one) => one instanceof Error);
  const words = said.filter((one) => typeof one === "string" || typeof one === "number").join(" ");
  const message = plainMessage(stripVTControlCharacters(words)).trim();
  if (err !== undefined) log[level]({ err }, message || "An error was reported");
  else if (message !== "") log[level](message);
}
