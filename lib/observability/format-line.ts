import { z } from "zod";

const lineShape = z.looseObject({ time: z.string(), level: z.string(), msg: z.string().optional(), pid: z.unknown() });
const stackShape = z.looseObject({ stack: z.string().optional(), cause: z.unknown().optional() });

/**
 * Escapes what JSON allows but a terminal would act on: further control characters, line separators and marks
 * that change the text direction. They occur only within strings, so the line stays valid JSON.
 */
export function encodeControls(line: string): string {
  return line.replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A log line as text for a terminal: time, level, message and fields; below them an error's stack. */
export function formatLine(line: string): string {
  const parsed = lineShape.safeParse(JSON.parse(line));
  if (!parsed.success) return encodeControls(line);
  const { time, level, msg = "", pid: _pid, ...fields } = parsed.data;
  const { err, ...others } = fields;
  const told = Object.entries(others).map(([name, value]) => `${name}=${wordOf(value)}`);
  const head = [time.slice(11, 23), level.toUpperCase().padEnd(5), wordOf(msg), ...told].join(" ");
  return `${encodeControls([head, ...errorLines(err)].join("\n"))}\n`;
}

/** Text that a client may have sent is quoted when it could be mistaken for something else. */
function wordOf(value: unknown): string {
  return typeof value === "string" && /^[\p{L}\p{N}\p{P}\p{S} ]*$/u.test(value) ? value : JSON.stringify(value);
}

function errorLines(error: unknown): string[] {
  const lines: string[] = [];
  for (let at = stackShape.safeParse(error).data; at !== undefined; at = stackShape.safeParse(at.cause).data) {
    const { stack = "", cause: _cause, ...told } = at;
    lines.push(`  ${JSON.stringify(told)}`, ...stack.split("\n").flatMap((frame) => (frame ? [`    ${frame}`] : [])));
  }
  return lines;
}
