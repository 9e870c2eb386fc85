import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * One read for all calls of a turn of the event loop. It starts when the turn has ended, so no call gets a value that
 * was read before it was made; and a later call does not wait for it.
 */
export function together<Key, Found>(
  read: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Found>>,
): (key: Key) => Promise<Found | null> {
  let next: { keys: Set<Key>; found: Promise<ReadonlyMap<Key, Found>> } | null = null;
  const readNext = () => {
    const keys = new Set<Key>();
    const found = nextTurn().then(() => {
      next = null;
      return read([...keys]);
    });
    return { keys, found };
  };
  return async (key) => {
    next ??= readNext();
    next.keys.add(key);
    return (await next.found).get(key) ?? null;
  };
}
