import "server-only";
import { randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { isSigned, sign } from "#lib/devices/sign.ts";
import { cookieName, cookieOptions } from "./cookies.ts";

/** A browser, as the limits on sign-in emails identify it before sign-in. */
export interface Browser {
  id: string;
  /** The mailbox that last signed in here, as a `mailboxMark`; empty when none did. */
  mailbox: string;
}

const days = 180;

/**
 * This browser by its cookie, in an action or a route handler; without one, a new browser to store with `keepBrowser`.
 */
export async function readBrowser(): Promise<Browser> {
  return openBrowser((await cookies()).get(cookieName("browser"))?.value);
}

/** Stores the identity of this browser in its cookie. */
export async function keepBrowser(browser: Browser): Promise<void> {
  const options = { ...cookieOptions(), maxAge: days * 24 * 60 * 60 };
  (await cookies()).set(cookieName("browser"), sealBrowser(browser), options);
}

/** A mark of a mailbox that does not reveal its address. */
export function mailboxMark(address: string): string {
  return sign("browser-mailbox", address);
}

/** A browser as the value of its cookie, signed so that it cannot be forged. */
export function sealBrowser({ id, mailbox }: Browser): string {
  return `${id}.${mailbox}.${sign("browser", `${id}.${mailbox}`)}`;
}

/** Reads what `sealBrowser` wrote; anything else is a new browser. */
export function openBrowser(cookie: string | undefined): Browser {
  const [id = "", mailbox = "", signature = ""] = (cookie ?? "").split(".");
  const isOurs = id !== "" && isSigned("browser", `${id}.${mailbox}`, signature);
  return isOurs ? { id, mailbox } : { id: randomBytes(16).toString("base64url"), mailbox: "" };
}
