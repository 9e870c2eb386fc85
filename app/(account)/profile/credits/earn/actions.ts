"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTimeZone } from "next-intl/server";
import { z } from "zod";
import type { EarnProblem } from "#components/earn/earn-notices.tsx";
import { clientAddress, rateLimitSubnet } from "#lib/api/http/client-address.ts";
import { sentForm } from "#lib/api/http/sent-form.ts";
import { type Claimed, claim } from "#lib/campaigns/claim.ts";
import { redeemCode } from "#lib/campaigns/redeem-code.ts";
import { database } from "#lib/database.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { requirePagePerson } from "#lib/people/current-person.ts";

const earnPage = "/profile/credits/earn";
const claimForm = z.object({ key: z.uuid(), campaign: z.string().max(40) });
const codeForm = z.object({ key: z.uuid(), code: z.string().min(1).max(200) });

/** Claims from a campaign, and returns to the page with what came of it. */
export async function claimCampaign(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const { accountId } = await requirePagePerson(form, earnPage);
  const parsed = claimForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) redirect(addressOf({ problem: "invalid" }));
  const { key, campaign } = parsed.data;
  const request = requestKey("web", key, { method: "POST", path: earnPage, body: { campaign } });
  const timeZone = await getTimeZone();
  redirect(addressOf(say(await claim(database(), { account: accountId, request, from: { campaign }, timeZone }))));
}

/** Redeems a code, and returns to the page with what came of it. */
export async function redeem(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const { accountId } = await requirePagePerson(form, earnPage);
  const parsed = codeForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) redirect(addressOf({ problem: "code-unknown" }));
  const { key, code } = parsed.data;
  // A code that is corrected on the same page is another request.
  const request = requestKey("web", `${key} ${code}`, { method: "POST", path: earnPage, body: { code } });
  const subnet = rateLimitSubnet(clientAddress({ headers: await headers() }));
  const redeemed = await redeemCode(database(), { account: accountId, request, code, subnet });
  redirect(addressOf(redeemed.status === "rate-limited" ? { problem: "rate-limited" } : say(redeemed)));
}

type Said = { claimed: string } | { problem: EarnProblem };

function say(claimed: Claimed): Said {
  switch (claimed.status) {
    case "claimed":
      return { claimed: claimed.claim.campaign };
    case "not-available":
      return { problem: claimed.state.status };
    case "not-found":
    case "idempotency-key-reused":
      return { problem: "invalid" };
    case "code-unknown":
    case "code-redeemed":
    case "code-used-up":
      return { problem: claimed.status };
  }
}

function addressOf(said: Said) {
  return `${earnPage}?${new URLSearchParams(said)}` as const;
}
