"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { alone, keepToken, keptToken, watchToken } from "./kept-token.ts";

/**
 * The token of a device of this browser. It is signed in by itself the first time, and anew when what was kept from
 * earlier is in force no longer; a device that is signed out while one looks stays so until it is signed in again.
 */
export function useToken(place: string, signIn: () => Promise<string>) {
  const [token, setToken] = useState<string | null>(null);
  const [signedIn, setSignedIn] = useState<boolean | null>(null);
  const asking = useRef<Promise<void> | null>(null);
  const wanted = useRef(signIn);
  wanted.current = signIn;

  const actions = useMemo(() => {
    const show = (next: string | null) => {
      setToken(next);
      setSignedIn(next !== null);
    };
    const take = (made: string) => {
      keepToken(place, made);
      show(made);
    };
    const enter = () => {
      asking.current ??= alone(place, async () => {
        const kept = keptToken(place);
        if (kept === null) take(await wanted.current());
        else show(kept);
      })
        .catch(() => setSignedIn(false))
        .finally(() => {
          asking.current = null;
        });
    };
    const leave = () => {
      keepToken(place, null);
      show(null);
    };
    /** A token turned out to open nothing. `used`: it did before, while one looked. */
    const lose = (lost: string, used: boolean) => {
      const kept = keptToken(place);
      if (kept !== null && kept !== lost) return show(kept);
      if (used) return leave();
      keepToken(place, null);
      setToken(null);
      enter();
    };
    return { show, take, enter, leave, lose };
  }, [place]);

  useEffect(() => {
    actions.enter();
    return watchToken(place, actions.show);
  }, [place, actions]);

  return { token, signedIn, ...actions };
}
