import { cookies } from "next/headers";
import { z } from "zod";
import { cookieOptions } from "#lib/people/cookies.ts";

const done = z.enum(["one", "others", "none"]).nullable().catch(null);

const name = "signed-out";

/** Tells the page after an action what the result was. A cookie, because anyone could put the same claim into a link. */
export async function sayDone(what: "one" | "others" | "none"): Promise<void> {
  (await cookies()).set(name, what, { ...cookieOptions(), path: "/profile/devices", maxAge: 5 });
}

/** The result of the action that led here a moment ago. */
export async function readDone(): Promise<"one" | "others" | "none" | null> {
  return done.parse((await cookies()).get(name)?.value ?? null);
}
