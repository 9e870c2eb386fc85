import { stripVTControlCharacters } from "node:util";
import { plainMessage } from "./describe-error.ts";
import { log } from "./log.ts";

/**
 * Leads into the log what libraries say on the console, above all Next about a page that failed: else such an error
 * stood there raw, with the parameters of its statement. Of objects that are no errors nothing is told.
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
