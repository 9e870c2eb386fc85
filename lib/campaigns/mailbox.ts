import "server-only";
import { sign } from "#lib/devices/sign.ts";

/** Providers that ignore dots before the `@`, with the domain that stands for all of theirs. */
const dotless = new Map([
  ["gmail.com", "gmail.com"],
  ["googlemail.com", "gmail.com"],
]);

/**
 * The mailbox that an address leads to, for counting people: without `+tag`, without dots where the provider ignores them,
 * in lower case. It is only compared, never sent to.
 */
export function normaliseMailbox(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).toLowerCase();
  const local = withoutTag(address.slice(0, at).toLowerCase());
  const shared = dotless.get(domain);
  return shared === undefined ? `${local}@${domain}` : `${local.replaceAll(".", "")}@${shared}`;
}

/** A keyed hash of the mailbox, which can be kept when the address is deleted. */
export function mailboxHash(address: string): string {
  return sign("campaign-mailbox", normaliseMailbox(address));
}

/** A tag without anything before it is the whole name. */
function withoutTag(local: string): string {
  const plus = local.indexOf("+");
  return plus > 0 ? local.slice(0, plus) : local;
}
