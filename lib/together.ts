import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * A read that answers all calls of one turn of the event loop at once. It begins when the turn has ended, so nobody is
 * answered with what was read before they asked; and a call that comes later waits for no other.
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
