import "server-only";
import type { Db } from "#db/client.ts";
import { findPersonByAddress, findPersonByMethod, type PersonRow } from "#db/queries/people/users.ts";
import { linkIdentity, type ProviderIdentity, provePerson } from "./prove-person.ts";
import type { Vouched } from "./providers.ts";

/** An identity that a provider sent here, and the user who is already signed in in this browser. */
export interface Arrival {
  identity: ProviderIdentity;
  vouched: Vouched;
  name: string | null;
  signedInAs: string | null;
  /** The codes of links for friends that this browser keeps. */
  referralCodes?: readonly string[];
}

/** Whether the sign-in is accepted. `unverified`: nothing was created or linked, because no address is verified. */
export type Admission =
  | { status: "admitted"; userId: string }
  | { status: "unverified"; claimed: string | null }
  | { status: "belongs-to-another" };

/**
 * Decides about an identity from a provider. A linked identity signs in. Otherwise an address counts only when the
 * provider has verified it; the identity is then linked to the signed-in user, to the user with that address, or to a
 * new user.
 */
export async function admitIdentity(
  db: Db,
  { identity, vouched, name, signedInAs, referralCodes = [] }: Arrival,
): Promise<Admission> {
  const owner = await findPersonByMethod(db, identity);
  if (owner !== null) return admitAs(owner.id, signedInAs);

  if (vouched.verified.length === 0) return { status: "unverified", claimed: vouched.claimed };

  const known = await findKnown(db, vouched.verified);
  if (signedInAs !== null) {
    const admission = admitAs(known?.id ?? signedInAs, signedInAs);
    if (admission.status === "admitted") await linkIdentity(db, signedInAs, identity);
    return admission;
  }
  const address = known?.email ?? vouched.verified[0] ?? "";
  return { status: "admitted", userId: await provePerson(db, { address, name, identity, referralCodes }) };
}

function admitAs(userId: string, signedInAs: string | null): Admission {
  return signedInAs === null || signedInAs === userId
    ? { status: "admitted", userId }
    : { status: "belongs-to-another" };
}

/** Of several addresses, the one that has an account here counts, so that no second, empty account is created. */
async function findKnown(db: Db, addresses: readonly string[]): Promise<PersonRow | null> {
  for (const address of addresses) {
    const person = await findPersonByAddress(db, address);
    if (person !== null) return person;
  }
  return null;
}
