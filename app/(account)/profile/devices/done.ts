import { cookies } from "next/headers";
import { z } from "zod";
import { cookieOptions } from "#lib/people/cookies.ts";

const done = z.enum(["one", "others", "none"]).nullable().catch(null);

const name = "signed-out";

/** Lets the page that follows an action say what came of it. An address could claim that as well, to whoever follows it. */
export async function sayDone(what: "one" | "others" | "none"): Promise<void> {
  (await cookies()).set(name, what, { ...cookieOptions(), path: "/profile/devices", maxAge: 5 });
}

/** What the action that led here a moment ago came to. */
export async function readDone(): Promise<"one" | "others" | "none" | null> {
  return done.parse((await cookies()).get(name)?.value ?? null);
}
