import "server-only";
import type { Tx } from "#db/client.ts";
import { hasOtherAccount, noteMailbox } from "#db/queries/campaigns/mailboxes.ts";
import { insertReferral } from "#db/queries/campaigns/referrals.ts";
import { findInvitation, type Invitation } from "./invitation.ts";
import { mailboxHash, normaliseMailbox } from "./mailbox.ts";

/** A person whose address is proved for the first time. */
export interface Newcomer {
  account: string;
  address: string;
  /** Whether the account is new: people who have one were not referred. */
  isNew: boolean;
  /** The codes of the links that were opened in their browser, the first one first. */
  codes: readonly string[];
}

/**
 * Notes the mailbox of a newcomer, and by whom they were referred: the first code of a person counts, whatever came later. A
 * mailbox that is the referrer's, or that had an account before under any spelling, refuses the referral. In the transaction
 * that proves the address.
 */
export async function joinByReferral(tx: Tx, { account, address, isNew, codes }: Newcomer): Promise<void> {
  const isFirst = await noteMailbox(tx, mailboxHash(address));
  const invitation = isNew ? await findFirst(tx, codes) : null;
  if (invitation === null || invitation.campaign === null) return;
  const { referrer, campaign, state, now } = invitation;
  if (state.status !== "waiting-for-friend") return;
  const reason = await refusalOf(tx, { account, address, isFirst, invitation });
  await insertReferral(tx, {
    ...{ friendId: account, referrerId: referrer, campaign: campaign.slug, joinedAt: now },
    ...(reason === null ? {} : { state: "refused", reason }),
  });
}

async function findFirst(tx: Tx, codes: readonly string[]): Promise<Invitation | null> {
  for (const code of codes) {
    const invitation = await findInvitation(tx, code);
    if (invitation !== null) return invitation;
  }
  return null;
}

async function refusalOf(
  tx: Tx,
  {
    account,
    address,
    isFirst,
    invitation,
  }: { isFirst: boolean; invitation: Invitation } & Omit<Newcomer, "isNew" | "codes">,
): Promise<"own-mailbox" | "known-mailbox" | null> {
  const mailbox = normaliseMailbox(address);
  if (normaliseMailbox(invitation.email) === mailbox) return "own-mailbox";
  return isFirst && !(await hasOtherAccount(tx, { account, mailbox })) ? null : "known-mailbox";
}
