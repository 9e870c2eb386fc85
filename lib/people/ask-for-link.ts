import "server-only";
import { headers } from "next/headers";
import { clientAddress, rateLimitSubnet } from "#lib/api/http/client-address.ts";
import { keepBrowser, readBrowser } from "./browser-cookie.ts";
import { type LinkRequest, requestLink } from "./sign-in-link.ts";

/** Mails a sign-in link that was asked for by a form of this browser, in an action. Throws when it cannot be sent. */
export async function askForLink(link: { address: string; next: string }): Promise<LinkRequest> {
  const browser = await readBrowser();
  await keepBrowser(browser);
  const network = rateLimitSubnet(clientAddress({ headers: await headers() }));
  return await requestLink({ ...link, network, browser });
}
