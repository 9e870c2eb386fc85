import pino from "pino";
import { z } from "zod";
import { logLevels } from "#lib/config/mode.ts";
import { describeError } from "./describe-error.ts";
import { encodeControls, formatLine } from "./format-line.ts";
import { requestId } from "./request-context.ts";

/** Where lines go: anything that takes text. */
interface Sink {
  write: (line: string) => void;
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
    { write: (line: string) => sink.write(readable ? formatLine(line) : encodeControls(line)) },
  );
}

/** The log of this process: JSON a line, or text where somebody looks on at a terminal. Written at once, so a crash loses nothing. */
export const log = makeLog(pino.destination({ fd: 1, sync: true }), {
  level: z.enum(logLevels).catch("info").parse(process.env.LOG_LEVEL),
  readable: process.stdout.isTTY === true,
});
