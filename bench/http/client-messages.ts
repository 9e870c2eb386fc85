import { z } from "zod";

const headers = z.record(z.string(), z.string());

/**
 * The requests to a client process: open streams and report when each has sent something; report when each of them has
 * had an event since; post to a path, one spend or a batch of them, with so many callers, each of which waits for the
 * response before it sends the next request;
 * spend at an even pace, each time with the next of the devices, and match the responses with the events of the streams
 * at the same position; close the streams.
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

/** How many calls got a response in how long; events of the streams; and the milliseconds of each measured thing. */
export const clientAnswer = z.object({ done: z.number(), ms: z.number(), each: z.array(z.number()) });
export type ClientAnswer = z.infer<typeof clientAnswer>;
