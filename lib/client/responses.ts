import * as z from "zod/mini";
import type { Answer, Fields, WebPageName, WholeRun } from "./answer.ts";
import { credits } from "./balance.ts";
import { use } from "./quote.ts";

// Each type follows from the server's table of calls; each schema is of exactly its fields. Other fields are ignored.

const place = z.enum(["credits", "on-device", "web", "none"]);

/** A feature, where it runs (with credits, free on the device, on the web, or not at all), and its page on the web. */
export type Feature = Answer<"listFeatures">["features"][number];
export const Feature = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  unit: z.string(),
  costPerUnit: credits,
  platforms: z.object({ web: place, desktop: place, mobile: place } satisfies Fields<Feature["platforms"]>),
  webUrl: z.string(),
} satisfies Fields<Feature>);
export const Features = z.object({ features: z.array(Feature) });

/** The web pages to open for everything that apps cannot do themselves; each address has the return link to this app. */
export type WebPages = Record<WebPageName, string>;
export const WebPages = z.object({
  credits: z.string(),
  history: z.string(),
  devices: z.string(),
  buy: z.string(),
  plan: z.string(),
  cancel: z.string(),
  portal: z.string(),
  refund: z.string(),
} satisfies Fields<WebPages>);
export const WebPagesNow = z.object({ webPages: WebPages });

/** A transaction, as far as every platform sees it. Types that did not exist yet are read all the same. */
export type Transaction = Pick<Answer<"spend">["transaction"], "version" | "amount" | "feature" | "at"> & {
  type: string;
};
export const Transaction = z.object({
  version: z.int(),
  type: z.string(),
  amount: credits,
  feature: z.optional(z.string()),
  at: z.string(),
} satisfies Fields<Transaction>);

const written = z.object({
  version: z.int(),
  available: credits,
} satisfies Fields<Answer<"spend">["balance"]>);
export const Spent = z.object({ transaction: Transaction, balance: written });

const file = z.object({
  url: z.string(),
  type: z.string(),
  name: z.string(),
  width: z.optional(z.int()),
  height: z.optional(z.int()),
  expiresAt: z.optional(z.string()),
} satisfies Fields<NonNullable<Run["results"]>[number]>);

/** A run. It has `cost` and `results` once it is done, and `error` when it failed: then nothing was charged. */
export type Run = Pick<
  Answer<"getRun">["run"],
  "id" | "feature" | "status" | "progress" | "cost" | "results" | "error"
>;
export const Run = z.object({
  id: z.string(),
  feature: z.string(),
  status: z.enum(["running", "done", "failed", "cancelled"]),
  progress: z.optional(z.int()),
  cost: z.optional(credits),
  results: z.optional(z.array(file)),
  error: z.optional(z.string()),
} satisfies Fields<Run>);
export const RunNow = z.object({ run: Run });
export const RunWritten = z.object({ run: Run, balance: written });

const receipt = z.object({
  version: z.int(),
  used: credits,
  held: credits,
  balanceAfter: credits,
  uses: z.array(use),
} satisfies Fields<NonNullable<WholeRun["receipt"]>>);

/** A run as pages are sent it: with what it holds, and which credits it used. */
export type WebRun = Pick<WholeRun, keyof Run | "receipt"> & { hold: Pick<WholeRun["hold"], "amount"> };
export const WebRun = z.extend(Run, {
  hold: z.object({ amount: credits }),
  receipt: z.optional(receipt),
}) satisfies z.ZodMiniType<WebRun>;
export const WebRunNow = z.object({ run: WebRun });

/** The account's plan: its name and status. Both names are null when it is no plan of the catalogue. */
export type Subscription = Pick<NonNullable<Answer<"getSubscription">["subscription"]>, "plan" | "name" | "status">;
export const Subscription = z.object({
  plan: z.nullable(z.string()),
  name: z.nullable(z.string()),
  status: z.enum([
    "incomplete",
    "incomplete_expired",
    "trialing",
    "active",
    "past_due",
    "canceled",
    "unpaid",
    "paused",
  ]),
} satisfies Fields<Subscription>);
export const SubscriptionNow = z.object({ subscription: z.nullable(Subscription) });

/** An order, as far as a page follows it. */
export type Order = Pick<Answer<"getOrder">["order"], "id" | "status">;
export const Order = z.object({
  id: z.string(),
  status: z.enum(["open", "processing", "paid", "failed", "cancelled", "expired"]),
} satisfies Fields<Order>);
export const OrderNow = z.object({ order: Order });

type SeenCampaign = Answer<"listCampaigns">["campaigns"][number];

/** A campaign: what the next claim brings, and whether it can be claimed. */
export type Campaign = Pick<SeenCampaign, "slug" | "name" | "description" | "credits"> & {
  state: Pick<SeenCampaign["state"], "status">;
};
const Campaign = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  credits,
  state: z.object({
    status: z.enum(["available", "waiting-for-friend", "begins", "paused", "done", "sold-out", "ended", "not-for-you"]),
  } satisfies Fields<Campaign["state"]>),
} satisfies Fields<Campaign>);
export const CampaignsNow = z.object({ campaigns: z.array(Campaign) });

/** What was claimed. Its credits are in the balance, or come later. */
type Claim = Pick<Answer<"claim">["claim"], "campaign" | "credits">;
export const Claimed = z.object({
  claim: z.object({ campaign: z.string(), credits } satisfies Fields<Claim>),
});
