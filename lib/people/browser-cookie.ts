import "server-only";
import { randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { isSigned, sign } from "#lib/devices/sign.ts";
import { cookieName, cookieOptions } from "./cookies.ts";

/** A browser as the limits on sign-in emails tell it from others, before anybody is signed in. */
export interface Browser {
  id: string;
  /** Which mailbox it was last signed in by, as `mailboxMark` has it; empty when by none. */
  mailbox: string;
}

const days = 180;

/** This browser, in an action or a route handler: by its cookie, or a new one to keep with `keepBrowser`. */
export async function readBrowser(): Promise<Browser> {
  return openBrowser((await cookies()).get(cookieName("browser"))?.value);
}

/** Keeps which browser this is. */
export async function keepBrowser(browser: Browser): Promise<void> {
  const options = { ...cookieOptions(), maxAge: days * 24 * 60 * 60 };
  (await cookies()).set(cookieName("browser"), sealBrowser(browser), options);
}

/** A mailbox without its address: nobody else can tell from it which one it is. */
export function mailboxMark(address: string): string {
  return sign("browser-mailbox", address);
}

/** A browser as the value of its cookie: signed, so that none can be made up. */
export function sealBrowser({ id, mailbox }: Browser): string {
  return `${id}.${mailbox}.${sign("browser", `${id}.${mailbox}`)}`;
}

/** What `sealBrowser` sealed; anything else is a browser that was never here. */
export function openBrowser(cookie: string | undefined): Browser {
  const [id = "", mailbox = "", signature = ""] = (cookie ?? "").split(".");
  const isOurs = id !== "" && isSigned("browser", `${id}.${mailbox}`, signature);
  return isOurs ? { id, mailbox } : { id: randomBytes(16).toString("base64url"), mailbox: "" };
}
