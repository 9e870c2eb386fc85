import { openStreams } from "./open-streams.ts";
import { type Stream, speak } from "./stream.ts";

/** What a turn of the event loop may carry: telling one is some ten microseconds here, and a system call behind. */
const streamsATurn = 100;

/** Has streams told what is new, soon, some in each turn of the event loop: whoever else calls is answered in between. */
export function tellSoon(streams: Iterable<Stream>): void {
  const { toTell } = openStreams();
  const underWay = toTell.size > 0;
  for (const stream of streams) toTell.add(stream);
  if (!underWay && toTell.size > 0) setImmediate(tellSome);
}

function tellSome(): void {
  const { toTell } = openStreams();
  let told = 0;
  try {
    for (const stream of toTell) {
      if (told === streamsATurn) break;
      told += 1;
      toTell.delete(stream);
      speak(stream);
    }
  } finally {
    if (toTell.size > 0) setImmediate(tellSome);
  }
}
