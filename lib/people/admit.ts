import "server-only";
import type { Account, Profile, User } from "next-auth";
import { z } from "zod";
import { database } from "#lib/database.ts";
import { toPlainText } from "#lib/plain-text.ts";
import { parseAddress } from "./address.ts";
import { admitIdentity } from "./admit-identity.ts";
import { keepBrowser, mailboxMark, readBrowser } from "./browser-cookie.ts";
import { currentPerson } from "./current-person.ts";
import type { Attempt } from "./guarded-adapter.ts";
import { forgetPending, keepPending, readPending } from "./pending-cookie.ts";
import { type ProviderIdentity, provePerson } from "./prove-person.ts";
import { vouchedAddresses } from "./providers.ts";
import { readReferralCodes } from "./referral-cookie.ts";

/** What next-auth knows of a sign-in attempt when it asks whether to continue. */
interface Arrival {
  user: User | { email?: string | null };
  account?: Account | null;
  profile?: Profile;
  email?: { verificationRequest?: boolean };
}

/**
 * Decides about every sign-in attempt, and creates or links the user before next-auth looks for one. Returns true,
 * false, or the address of the page that says what to do next.
 */
export async function admit({ user, account, profile, email }: Arrival, attempt: Attempt): Promise<boolean | string> {
  if (!account || email?.verificationRequest) return false;
  const person = await currentPerson();
  attempt.previous = person?.sessionId ?? null;
  attempt.method = account.provider;
  if (account.type === "email") return await admitMail(user.email);
  return await admitFromProvider(account, profile, person?.userId ?? null);
}

/** The emailed link was used: the user owns the mailbox. */
async function admitMail(email: string | null | undefined): Promise<boolean> {
  const address = parseAddress(email);
  if (address === null) return false;
  const pending = await readPending();
  const identity = pending !== null && pending.address === address ? pending : null;
  await provePerson(database(), {
    address,
    name: null,
    identity: identity && { provider: identity.provider, providerAccountId: identity.providerAccountId },
    referralCodes: await readReferralCodes(),
  });
  if (pending !== null) await forgetPending();
  await keepBrowser({ ...(await readBrowser()), mailbox: mailboxMark(address) });
  return true;
}

const labels = z.object({ name: z.string().nullish(), login: z.string().optional(), email: z.string().nullish() });

/** A name from a provider is user input: it is reduced to plain text. */
function plainLabels({ name, login, email }: z.infer<typeof labels>) {
  return { name: name && toPlainText(name), login: login && toPlainText(login), email: email && toPlainText(email) };
}

async function admitFromProvider(account: Account, profile: Profile | undefined, signedInAs: string | null) {
  const identity = identityOf(account);
  if (identity === null) return false;
  const { name, login, email } = plainLabels(labels.parse(profile ?? {}));
  const vouched = vouchedAddresses(identity.provider, profile);
  const referralCodes = await readReferralCodes();
  const arrival = { identity, vouched, name: name ?? login ?? null, signedInAs, referralCodes };
  const admission = await admitIdentity(database(), arrival);
  switch (admission.status) {
    case "admitted":
      return true;
    case "belongs-to-another":
      return "/sign-in?notice=belongs-to-another";
    case "unverified": {
      const label = (login ?? email ?? name ?? "").slice(0, 200);
      await keepPending({ ...identity, label, address: admission.claimed });
      return signedInAs === null ? "/sign-in?notice=unverified" : "/profile?notice=unverified";
    }
  }
}

function identityOf({ provider, providerAccountId }: Account): ProviderIdentity | null {
  return provider === "google" || provider === "github" ? { provider, providerAccountId } : null;
}
