import "server-only";
import type { Db } from "#db/client.ts";
import { findPersonByAddress, findPersonByMethod, type PersonRow } from "#db/queries/people/users.ts";
import { linkIdentity, type ProviderIdentity, provePerson } from "./prove-person.ts";
import type { Vouched } from "./providers.ts";

/** Somebody whom a provider sent back here, and who is signed in in this browser already. */
export interface Arrival {
  identity: ProviderIdentity;
  vouched: Vouched;
  name: string | null;
  signedInAs: string | null;
}

/** Whether they may come in. `unproved`: nothing was made or linked, because no address is vouched for. */
export type Admission =
  | { status: "admitted"; userId: string }
  | { status: "unproved"; claimed: string | null }
  | { status: "belongs-to-another" };

/**
 * Decides over somebody from a provider. Who is linked comes in. Else an address counts only when the provider vouches
 * for it; then they are linked to the person who is signed in, or to the one with that address, or to a new one.
 */
export async function admitIdentity(db: Db, { identity, vouched, name, signedInAs }: Arrival): Promise<Admission> {
  const owner = await findPersonByMethod(db, identity);
  if (owner !== null) return admitAs(owner.id, signedInAs);

  if (vouched.verified.length === 0) return { status: "unproved", claimed: vouched.claimed };

  const known = await findKnown(db, vouched.verified);
  if (signedInAs !== null) {
    const admission = admitAs(known?.id ?? signedInAs, signedInAs);
    if (admission.status === "admitted") await linkIdentity(db, signedInAs, identity);
    return admission;
  }
  const address = known?.email ?? vouched.verified[0] ?? "";
  return { status: "admitted", userId: await provePerson(db, { address, name, identity }) };
}

function admitAs(userId: string, signedInAs: string | null): Admission {
  return signedInAs === null || signedInAs === userId
    ? { status: "admitted", userId }
    : { status: "belongs-to-another" };
}

/** Somebody may have several addresses: the one that has an account here counts, so that they get no second, empty one. */
async function findKnown(db: Db, addresses: readonly string[]): Promise<PersonRow | null> {
  for (const address of addresses) {
    const person = await findPersonByAddress(db, address);
    if (person !== null) return person;
  }
  return null;
}
