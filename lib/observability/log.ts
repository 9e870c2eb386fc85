import pino from "pino";
import { z } from "zod";
import { logLevels } from "#lib/config/mode.ts";
import { describeError } from "./describe-error.ts";
import { encodeControls, formatLine } from "./format-line.ts";
import { requestId } from "./request-context.ts";

/** The destination of log lines: anything that takes text. */
interface Sink {
  write: (line: string, urgent: boolean) => void;
}

/**
 * Creates a logger whose lines have time, level, process and the current request. Errors are passed as
 * `err` and written with their causes, without values.
 */
export function makeLog(sink: Sink, { level, readable }: { level: string; readable: boolean }): pino.Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => describeError(error) },
      mixin: () => {
        const request = requestId();
        return request === null ? {} : { request };
      },
      // The caller's own `request` wins: the line about a request is written when its context is over.
      mixinMergeStrategy: (said, mixed) => ({ ...mixed, ...said }),
    },
    {
      write: (line: string) => {
        const urgent = !line.startsWith('{"level":"info"') && !line.startsWith('{"level":"debug"');
        sink.write(readable ? formatLine(line) : encodeControls(line), urgent);
      },
    },
  );
}

const slot = Symbol.for("purse.log");
const store: typeof globalThis & { [slot]?: pino.Logger } = globalThis;

/**
 * The log of this process: a JSON object per line, or text on a terminal. A bundler may load this module twice: the log
 * stays one.
 */
export const log = openLog();

/**
 * A separate write for each request would cost more than the line: lines are flushed ten times a second, warnings and
 * errors at once.
 */
function openLog(): pino.Logger {
  if (store[slot] !== undefined) return store[slot];
  const output = pino.destination({ fd: 1, sync: true, minLength: 4096, periodicFlush: 100 });
  process.once("exit", () => output.flushSync());
  const write = (line: string, urgent: boolean) => {
    output.write(line);
    if (urgent) output.flushSync();
  };
  const level = z.enum(logLevels).catch("info").parse(process.env.LOG_LEVEL);
  store[slot] = makeLog({ write }, { level, readable: process.stdout.isTTY === true });
  return store[slot];
}
