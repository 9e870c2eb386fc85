"use client";

import { useEffect, useRef, useState } from "react";
import { beginSignIn } from "#lib/client/sign-in.ts";
import type { Device } from "./use-device.ts";

/** What a device that signs in shows: that it is signed out, a code to type, or the result. */
export type CodeState =
  | { status: "title" | "denied" | "expired" | "unreachable" | "rate-limited" }
  | { status: "code"; userCode: string; verificationUri: string };

/** Signs a device in as real ones are (RFC 8628): it shows a code until the user approves it on the web. */
export function useCodeSignIn({ app, takeToken }: Device) {
  const [state, setState] = useState<CodeState>({ status: "title" });
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  async function begin(): Promise<void> {
    leaving.current?.abort();
    const mine = new AbortController();
    leaving.current = mine;
    const begun = await beginSignIn({ baseUrl: window.location.origin, ...app });
    if (mine.signal.aborted) return;
    if (begun.status !== "code") return setState({ status: begun.status });
    setState({ status: "code", userCode: begun.userCode, verificationUri: begun.verificationUri });
    const end = await begun.collect(mine.signal);
    if (end.status === "signed-in") takeToken(end.token);
    else if (end.status !== "left") setState({ status: end.status });
  }

  return {
    state,
    begin: () => void begin(),
    leave: () => {
      leaving.current?.abort();
      setState({ status: "title" });
    },
  };
}
