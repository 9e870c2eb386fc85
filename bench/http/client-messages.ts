import { z } from "zod";

const headers = z.record(z.string(), z.string());

/**
 * What a process of clients is asked: to open streams and say when each has said something; to say when each of them has
 * had an event since; to post to a path, one spend or a batch of them, with so many callers, each of which waits for the answer before it asks again; to
 * spend at an even pace, each time with another of the devices, and hold the answers against the events of the streams
 * with the same place; to close the streams.
 */
export const clientAsk = z.discriminatedUnion("do", [
  z.object({ do: z.literal("open"), port: z.number(), path: z.string(), streams: z.array(headers) }),
  z.object({ do: z.literal("hear"), events: z.number() }),
  z.object({
    do: z.literal("post"),
    port: z.number(),
    path: z.string(),
    callers: z.number(),
    ms: z.number(),
    as: z.array(headers).optional(),
    batch: z.number().optional(),
  }),
  z.object({
    do: z.literal("pace"),
    port: z.number(),
    aSecond: z.number(),
    spends: z.number(),
    as: z.array(headers),
  }),
  z.object({ do: z.literal("close") }),
]);
export type ClientAsk = z.infer<typeof clientAsk>;

/** How many calls were answered in how long; events of the streams; and the milliseconds of each thing measured. */
export const clientAnswer = z.object({ done: z.number(), ms: z.number(), each: z.array(z.number()) });
export type ClientAnswer = z.infer<typeof clientAnswer>;
