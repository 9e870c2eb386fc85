import "server-only";
import { headers } from "next/headers";
import { clientAddress, rateLimitSubnet } from "#lib/api/http/client-address.ts";
import { keepBrowser, readBrowser } from "./browser-cookie.ts";
import { type LinkRequest, requestLink } from "./sign-in-link.ts";

/** Emails a sign-in link that a form of this browser requested, in an action. @throws when it cannot be sent. */
export async function askForLink(link: { address: string; next: string }): Promise<LinkRequest> {
  const browser = await readBrowser();
  await keepBrowser(browser);
  const network = rateLimitSubnet(clientAddress({ headers: await headers() }));
  return await requestLink({ ...link, network, browser });
}
