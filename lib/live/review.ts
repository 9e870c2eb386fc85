import "server-only";
import { database } from "#lib/database.ts";
import { log } from "#lib/observability/log.ts";
import { withDeadline } from "#lib/with-deadline.ts";
import { endStream, type OpenStreams, openStreams } from "./open-streams.ts";
import { stillAllowed } from "./still-allowed.ts";
import type { Stream } from "./stream.ts";

const streamsAStatement = 500;
const deadlineMs = 3_000;

/**
 * Asks about those who follow, many at once, and ends the streams of those who may not any more. Answers whether all
 * could be asked; streams of whom nothing is known stay open, and are asked about with their next beat.
 */
export async function review(some: Iterable<Stream>): Promise<boolean> {
  const streams = openStreams();
  for (const stream of some) streams.toReview.add(stream);
  streams.reviewing ??= reviewAll(streams);
  return await streams.reviewing;
}

async function reviewAll(streams: OpenStreams): Promise<boolean> {
  const { toReview } = streams;
  // Whoever is announced in the same turn comes along.
  await Promise.resolve();
  try {
    while (toReview.size > 0) await reviewSome(toReview);
    return true;
  } catch (error) {
    toReview.clear();
    log.warn({ err: error }, "Who follows balances could not be asked about");
    return false;
  } finally {
    // At once: whoever comes from now on begins anew.
    streams.reviewing = null;
  }
}

async function reviewSome(toReview: Set<Stream>): Promise<void> {
  const some: Stream[] = [];
  for (const stream of toReview) {
    if (some.length === streamsAStatement) break;
    toReview.delete(stream);
    some.push(stream);
  }
  const followers = some.map(({ follower }) => follower);
  const isAllowed = await withDeadline(stillAllowed(database(), followers), deadlineMs);
  for (const stream of some) if (!isAllowed(stream.follower)) endStream(stream);
}
