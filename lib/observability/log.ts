import pino from "pino";
import { z } from "zod";
import { logLevels } from "#lib/config/mode.ts";
import { describeError } from "./describe-error.ts";
import { encodeControls, formatLine } from "./format-line.ts";
import { requestId } from "./request-context.ts";

/** Where lines go: anything that takes text. */
interface Sink {
  write: (line: string, urgent: boolean) => void;
}

/**
 * Makes a logger whose lines carry time, level, process and the request that is being answered. Errors are given as
 * `err` and written with their causes, without any value that they were about.
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

/** The log of this process: JSON a line, or text where somebody looks on at a terminal. A bundler may load this module twice: the log stays one. */
export const log = openLog();

/** A write of its own for each request would cost more than the line: they go together, ten times a second, warnings and errors at once. */
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
