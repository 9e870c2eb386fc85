import { BlockList, isIP } from "node:net";

/**
 * Reads `TRUSTED_PROXIES`: addresses and networks with commas between them, such as `10.0.0.0/8, ::1`.
 * @throws Error that names an invalid part.
 */
export function trustedProxies(setting: string | undefined): BlockList {
  const list = new BlockList();
  for (const part of (setting ?? "").split(",").map((text) => text.trim())) {
    if (part !== "") add(list, part);
  }
  return list;
}

function add(list: BlockList, part: string): void {
  const [address = "", prefix] = part.split("/");
  const bits = isIP(address) === 6 ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  if (isIP(address) === 0 || !Number.isInteger(length) || length < 0 || length > bits || prefix === "") {
    throw new Error(`TRUSTED_PROXIES holds addresses and networks such as 10.0.0.0/8, not "${part}".`);
  }
  list.addSubnet(address, length, familyOf(address));
}

/** How `BlockList` names the family of an address. */
export function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
