import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { beats, endStream, openStreams } from "./open-streams.ts";
import { review } from "./review.ts";
import type { Stream } from "./stream.ts";
import { tellSoon } from "./tell-in-turn.ts";

/** A comment comes every 15 s, a look at who follows every 3.75 s: whoever is signed out unheard is out within five. */
const beatMs = 15_000 / beats;
const beatsAReview = 3;
const patienceMs = 1_000;

/** Begins the one beat of this process: each time a part of its streams. */
export function keepBeat(): void {
  let turn = 0;
  setInterval(() => {
    turn += 1;
    void beat(turn);
  }, beatMs).unref();
}

async function beat(turn: number): Promise<void> {
  const { byBeat } = openStreams();
  const due = byBeat.filter((_, place) => place % beatsAReview === turn % beatsAReview);
  const asked = await Promise.race([review(due.flatMap((streams) => [...streams])), sleep(patienceMs, false)]);
  const spoken = [...(byBeat[turn % beats] ?? [])];
  for (const stream of spoken) {
    if (stream.stuck) endStream(stream);
    else if (!stream.ready) stream.stuck = true;
    else stream.word = asked && !openStreams().deaf ? "still here" : "away";
  }
  tellSoon(spoken.filter(isOpen));
}

function isOpen({ open }: Stream): boolean {
  return open;
}
