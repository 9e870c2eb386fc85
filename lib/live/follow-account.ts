import "server-only";
import { onAccountChange, onSignOut } from "#lib/realtime/listener.ts";
import { openStreams } from "./open-streams.ts";
import { readSoon } from "./read-in-turn.ts";
import { review } from "./review.ts";
import type { FollowedAccount } from "./stream.ts";

/** The account as this process follows it, from now on where it did not yet: it is read when it changes, for all of its streams. */
export function followAccount(id: string): FollowedAccount {
  const { accounts } = openStreams();
  const known = accounts.get(id);
  if (known !== undefined) return known;
  const account: FollowedAccount = {
    id,
    streams: new Set(),
    states: new Map(),
    begun: 0,
    succeeded: 0,
    timer: undefined,
    unsubscribe: () => {
      for (const unsubscribe of subscriptions) unsubscribe();
    },
  };
  const subscriptions = [
    onAccountChange(id, () => readSoon(account)),
    onSignOut(id, () => void review(account.streams)),
  ];
  accounts.set(id, account);
  return account;
}
