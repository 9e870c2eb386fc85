/** Longer than any that an app registers; it stands in links and comes back in queries. */
const longest = 200;

/** Schemes that a browser acts on itself, in a page's name or on this machine: none of them opens an app. */
const notApps = new Set(
  [
    "about blob chrome content data feed file filesystem ftp http intent jar javascript livescript mailto",
    "moz-extension chrome-extension ms-browser-extension resource sms smsto tel urn vbscript view-source ws wss",
  ].flatMap((line) => line.split(" ").map((scheme) => `${scheme}:`)),
);

/**
 * Whether an address may be one that people are led back to: an app's own scheme, such as `purse-desktop://credits`, or
 * a universal link (https), written as browsers write it, so that comparing texts compares addresses.
 */
export function isReturnAddress(text: string): boolean {
  if (text.length > longest || !URL.canParse(text)) return false;
  const { href, protocol, username, password, hostname } = new URL(text);
  if (href !== text || username !== "" || password !== "") return false;
  return protocol === "https:" ? hostname !== "" : !notApps.has(protocol);
}
