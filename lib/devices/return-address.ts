/** Longer than any address that an app registers; it is part of links and queries. */
const longest = 200;

/** Schemes that a browser handles itself, for a page or on this machine: none opens an app. */
const notApps = new Set(
  [
    "about blob chrome content data feed file filesystem ftp http intent jar javascript livescript mailto",
    "moz-extension chrome-extension ms-browser-extension resource sms smsto tel urn vbscript view-source ws wss",
  ].flatMap((line) => line.split(" ").map((scheme) => `${scheme}:`)),
);

/**
 * Whether an address can be a return link: an app's own scheme, such as `purse-desktop://credits`, or
 * a universal link (https), written as browsers write it, so that comparing texts compares addresses.
 */
export function isReturnAddress(text: string): boolean {
  if (text.length > longest || !URL.canParse(text)) return false;
  const { href, protocol, username, password, hostname } = new URL(text);
  if (href !== text || username !== "" || password !== "") return false;
  return protocol === "https:" ? hostname !== "" : !notApps.has(protocol);
}
