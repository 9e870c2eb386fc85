import { afterEach, expect, test } from "vitest";
import { trustedProxies } from "#lib/config/trusted-proxies.ts";
import { clientAddress, rateLimitSubnet } from "./client-address.ts";
import { peerHeader } from "./peer-address.ts";

afterEach(() => {
  delete process.env.TRUSTED_PROXIES;
});

const cases = [
  { name: "the other end of the connection", trust: "", forwarded: "", peer: "192.0.2.7", is: "192.0.2.7" },
  { name: "not what a stranger claims", trust: "", forwarded: "198.51.100.1", peer: "192.0.2.7", is: "192.0.2.7" },
  {
    name: "the client that a trusted proxy names",
    trust: "10.0.0.0/8",
    forwarded: "192.0.2.7",
    peer: "10.1.2.3",
    is: "192.0.2.7",
  },
  {
    name: "the last stranger, not the first claim",
    trust: "10.0.0.0/8",
    forwarded: "203.0.113.9, 192.0.2.7, 10.9.9.9",
    peer: "10.1.2.3",
    is: "192.0.2.7",
  },
  {
    name: "a proxy of our own that calls itself",
    trust: "10.0.0.0/8",
    forwarded: "",
    peer: "10.1.2.3",
    is: "10.1.2.3",
  },
  { name: "rubbish counts as unknown", trust: "10.0.0.0/8", forwarded: "<script>", peer: "10.1.2.3", is: "unknown" },
  { name: "no known address", trust: "", forwarded: "", peer: "", is: "unknown" },
  { name: "no known address, whatever the header claims", trust: "", forwarded: "192.0.2.7", peer: "", is: "unknown" },
  { name: "IPv4 on a socket of both families", trust: "", forwarded: "", peer: "::ffff:192.0.2.7", is: "192.0.2.7" },
  { name: "the same in hexadecimal", trust: "", forwarded: "", peer: "::ffff:c000:207", is: "192.0.2.7" },
  { name: "an IPv6 address", trust: "", forwarded: "", peer: "2001:DB8:0:0:3:0:0:6", is: "2001:db8::3:0:0:6" },
  { name: "this machine", trust: "", forwarded: "", peer: "0:0:0:0:0:0:0:1", is: "::1" },
  { name: "an interface's address without its name", trust: "", forwarded: "", peer: "fe80::5%eth0", is: "fe80::5" },
];

test.each(cases)("identifies $name", ({ trust, forwarded, peer, is }) => {
  process.env.TRUSTED_PROXIES = trust;
  const headers = new Headers({ [peerHeader]: peer });
  if (forwarded !== "") headers.set("x-forwarded-for", forwarded);
  expect(clientAddress({ headers })).toBe(is);
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::5", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["unknown", "unknown"],
])("rate limits count %s as %s", (address, is) => expect(rateLimitSubnet(address)).toBe(is));

test.each(["10.0.0.0/33", "proxy.internal", "10.0.0.1/", "::1/129"])("refuses %s as a proxy", (setting) => {
  expect(() => trustedProxies(setting)).toThrow(setting);
});
