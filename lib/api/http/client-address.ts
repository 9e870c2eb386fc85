import { type BlockList, isIP } from "node:net";
import { familyOf, trustedProxies } from "#lib/config/trusted-proxies.ts";
import { peerHeader } from "./peer-address.ts";

/**
 * The network address of a request's sender, in canonical form: the other end of the connection, or, where that is one
 * of `TRUSTED_PROXIES`, the nearest address in `X-Forwarded-For` that is not. What an untrusted sender writes there is
 * ignored. Callers without an address share one name.
 */
export function clientAddress(request: { headers: Headers }): string {
  const peer = plain(request.headers.get(peerHeader) ?? "");
  // Without a known peer, the header cannot be trusted.
  if (peer === "") return "unknown";
  const trusted = trustedProxies(process.env.TRUSTED_PROXIES);
  const forwarded = (request.headers.get("x-forwarded-for") ?? "").split(",").map(plain);
  const hops = [...forwarded.filter((hop) => hop !== ""), peer];
  let nearest = hops.pop() ?? peer;
  while (isTrusted(trusted, nearest) && hops.length > 0) nearest = hops.pop() ?? nearest;
  return isIP(nearest) === 0 ? "unknown" : nearest;
}

/** The subnet by which limits count an address: the /64 of an IPv6 address, as one customer has a whole /64. */
export function rateLimitSubnet(address: string): string {
  if (isIP(address) !== 6) return address;
  const [left = "", right] = address.split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const zeros =
    right === undefined ? [] : Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => "0");
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(":")}::/64`;
}

function isTrusted(trusted: BlockList, address: string): boolean {
  return isIP(address) !== 0 && trusted.check(address, familyOf(address));
}

/** In canonical form, without the name of an interface. A dual-stack socket names IPv4 callers `::ffff:192.0.2.1`. */
function plain(text: string): string {
  const [address = ""] = text.trim().split("%");
  if (isIP(address) !== 6) return address;
  const usual = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(usual) ?? [];
  if (high === undefined || low === undefined) return usual;
  return [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]).join(".");
}
