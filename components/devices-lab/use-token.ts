"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { reloadIfOutdated } from "../network/outdated.ts";
import { alone, keepToken, keptToken, watchToken } from "./kept-token.ts";

/**
 * The token of a device of this browser. The device is signed in automatically the first time, and again when the stored
 * token is no longer valid; a device that is signed out while the page is open stays signed out until the user signs it in.
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
        .catch((error: unknown) => {
          if (!reloadIfOutdated(error)) setSignedIn(false);
        })
        .finally(() => {
          asking.current = null;
        });
    };
    const leave = () => {
      keepToken(place, null);
      show(null);
    };
    /** The server rejected a token. `used`: it worked before, while this page was open. */
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
