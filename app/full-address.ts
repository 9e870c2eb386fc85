/** An absolute URL, typed so that the router's types tell it from a path. */
export function fullAddress(address: string) {
  const { protocol, href } = new URL(address);
  return `${protocol.slice(0, -1)}:${href.slice(protocol.length)}` as const;
}
