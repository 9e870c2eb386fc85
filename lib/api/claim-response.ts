import "server-only";
import type { Answer } from "#lib/api/http/answer.ts";
import type { Problem } from "#lib/api/http/problem.ts";
import type { Claimed } from "#lib/campaigns/claim.ts";
import type { ClaimRefusal } from "#lib/campaigns/place-claim.ts";
import type { Visibility } from "#lib/devices/policy.ts";
import { presentWritten } from "./present.ts";

/**
 * The response to a claim: 201 with the claim, and with its transaction unless the credits come later; or the refusal. Apps
 * get no dates.
 */
export function claimResponse(claimed: Claimed, visibility: Visibility): Answer {
  if (claimed.status !== "claimed") return explainClaimRefusal(claimed, visibility);
  const { claim, transaction, replayed } = claimed;
  const isLater = transaction === null && visibility === "batches";
  const about = {
    campaign: claim.campaign,
    credits: claim.credits,
    ...(isLater ? { creditsFrom: claim.dueAt.toISOString() } : {}),
  };
  const written = transaction === null ? {} : presentWritten(transaction, visibility);
  return Response.json(
    { claim: about, ...written },
    { status: 201, headers: replayed ? { "Idempotent-Replayed": "true" } : {} },
  );
}

function explainClaimRefusal(refusal: ClaimRefusal, visibility: Visibility): Problem {
  switch (refusal.status) {
    case "not-found":
      return { slug: "not-found", detail: `${refusal.what} not found` };
    case "code-unknown":
      return { slug: "code-unknown", detail: "this code is not valid" };
    case "code-redeemed":
      return { slug: "already-claimed", detail: "this account has redeemed this code" };
    case "code-used-up":
      return { slug: "limit-reached", detail: "this code was redeemed as often as it can be" };
    case "idempotency-key-reused":
      return { slug: "idempotency-key-reused", detail: "this Idempotency-Key was used for a different request" };
    case "not-available":
      return explainState(refusal.state, visibility);
  }
}

function explainState(
  state: Extract<ClaimRefusal, { status: "not-available" }>["state"],
  visibility: Visibility,
): Problem {
  switch (state.status) {
    case "ended":
      return { slug: "campaign-over", detail: "this campaign has ended" };
    case "done":
      return {
        slug: "already-claimed",
        detail: state.nextAt === null ? "this account has claimed this" : "this account has claimed this for now",
        more: state.nextAt === null || visibility !== "batches" ? {} : { nextAt: state.nextAt.toISOString() },
      };
    case "sold-out":
      return { slug: "limit-reached", detail: "this campaign has nothing left" };
    case "begins":
      return notEligible("not-begun", "this campaign has not begun");
    case "paused":
      return notEligible("paused", "this campaign is paused");
    case "waiting-for-friend":
      return notEligible("waiting-for-friend", "credits of this campaign come when a friend has qualified");
    case "not-for-you":
      return notEligible(state.because, "this campaign is not for this account");
  }
}

function notEligible(because: string, detail: string): Problem {
  return { slug: "not-eligible", detail: `${detail} (${because})`, more: { because } };
}
