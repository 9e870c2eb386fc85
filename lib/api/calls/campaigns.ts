import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { campaignForAppsShape, campaignShape, claimShape } from "#lib/api/campaign-shapes.ts";
import { claimResponse } from "#lib/api/claim-response.ts";
import { clientAddress, rateLimitSubnet } from "#lib/api/http/client-address.ts";
import { jsonInput, optionalJsonInput, queryInput } from "#lib/api/input.ts";
import { presentCampaign } from "#lib/api/present-campaign.ts";
import { queries } from "#lib/api/queries.ts";
import { requests } from "#lib/api/request-shapes.ts";
import { anyTransactionShape, writtenBalanceShape } from "#lib/api/shapes.ts";
import { claim } from "#lib/campaigns/claim.ts";
import { listCampaigns } from "#lib/campaigns/list-campaigns.ts";
import { redeemCode } from "#lib/campaigns/redeem-code.ts";
import { database } from "#lib/database.ts";

const claimed = z.strictObject({
  claim: claimShape,
  transaction: anyTransactionShape.optional().meta({ description: "Missing when the credits are granted later." }),
  balance: writtenBalanceShape.optional(),
});

const access = { web: true, service: "campaigns", device: "see-total" } as const;
const problems = ["campaign-over", "already-claimed", "limit-reached", "not-eligible"] as const;

export const getCampaigns = accountCall({
  operationId: "listCampaigns",
  method: "GET",
  path: "/api/v1/campaigns",
  summary: "The campaigns that run or have just ended, and whether the account can claim from them",
  callers: access,
  input: queryInput(queries.campaigns),
  answers: {
    "200": z.union([
      z.strictObject({ campaigns: z.array(campaignShape) }),
      z.strictObject({ campaigns: z.array(campaignForAppsShape) }),
    ]),
  },
  handle: async ({ caller: { account, visibility }, input }) => {
    const { campaigns } = await listCampaigns(database(), account, input.timeZone ?? null);
    return Response.json({ campaigns: campaigns.map((one) => presentCampaign(one, visibility)) });
  },
});

export const claimCampaign = accountCall({
  operationId: "claim",
  method: "POST",
  path: "/api/v1/campaigns/{slug}/claims",
  summary: "Claims the credits of a campaign: once, or once a day for a check-in",
  callers: access,
  params: z.object({ slug: z.string().meta({ description: "The campaign's slug." }) }),
  keyed: true,
  input: optionalJsonInput(requests.claim),
  answers: { "201": claimed },
  problems,
  handle: async ({ caller: { account, visibility }, input, params, asked }) => {
    const from = { campaign: params.slug ?? "" };
    const asking = { account, request: asked, from, timeZone: input.timeZone ?? null };
    return claimResponse(await claim(database(), asking), visibility);
  },
});

export const redeem = accountCall({
  operationId: "redeem",
  method: "POST",
  path: "/api/v1/codes/redemptions",
  summary: "Redeems a code: claims the credits of its campaign",
  callers: access,
  keyed: true,
  input: jsonInput(requests.redemption),
  answers: { "201": claimed },
  problems: [...problems, "code-unknown", "rate-limited"],
  handle: async ({ caller, input: { code }, asked, request }) => {
    const { account, type, visibility } = caller;
    // A back end sends the codes of many people from one address.
    const subnet = type === "service" ? null : rateLimitSubnet(clientAddress(request));
    const outcome = await redeemCode(database(), { account, request: asked, code, subnet });
    if (outcome.status !== "rate-limited") return claimResponse(outcome, visibility);
    const { retryAfterSeconds } = outcome;
    return { slug: "rate-limited", detail: "too many codes that are not valid: try again later", retryAfterSeconds };
  },
});
