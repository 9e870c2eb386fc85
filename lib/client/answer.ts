import type * as z from "zod";
import type { getBalance } from "#lib/api/calls/balance.ts";
import type { claimCampaign, getCampaigns } from "#lib/api/calls/campaigns.ts";
import type { listFeatures } from "#lib/api/calls/features.ts";
import type { getOrder } from "#lib/api/calls/orders.ts";
import type { makeQuote } from "#lib/api/calls/quotes.ts";
import type { cancelRun, getRun, startRun } from "#lib/api/calls/runs.ts";
import type { spend } from "#lib/api/calls/spends.ts";
import type { getSubscription } from "#lib/api/calls/subscription.ts";
import type { runShape } from "#lib/api/run-shapes.ts";
import type { balanceShape } from "#lib/api/shapes.ts";
import type { webPages } from "#lib/api/web-pages.ts";

/** The calls that this client makes, as the server's table of calls declares them. Types alone: nothing is bundled. */
interface Calls {
  getBalance: typeof getBalance;
  listFeatures: typeof listFeatures;
  makeQuote: typeof makeQuote;
  spend: typeof spend;
  startRun: typeof startRun;
  getRun: typeof getRun;
  cancelRun: typeof cancelRun;
  getOrder: typeof getOrder;
  getSubscription: typeof getSubscription;
  listCampaigns: typeof getCampaigns;
  claim: typeof claimCampaign;
}

type Answers<Name extends keyof Calls> = Calls[Name]["answers"];

/** The body of a call's successful response. What only some callers are sent is optional. */
export type Answer<Name extends keyof Calls> = Seen<BodyOf<Answers<Name>[keyof Answers<Name>]>>;

/** A balance as pages are sent it. */
export type WholeBalance = z.output<typeof balanceShape>;
/** A run as pages are sent it. */
export type WholeRun = z.output<typeof runShape>;
/** The names under which an app finds pages of the web. */
export type WebPageName = keyof typeof webPages;

/** The schemas of exactly these fields: one too few or too many, or of another type, does not compile. */
export type Fields<Body> = { [Name in keyof Body]-?: z.core.$ZodType<Body[Name]> };

type BodyOf<Declared> = Declared extends { schema: infer Shape } ? z.output<Shape> : z.output<Declared>;

/** One type for all shapes of a body, at every depth. */
type Seen<Body> =
  | Exclude<Body, object>
  | SeenList<Extract<Body, readonly unknown[]>>
  | SeenObject<Exclude<Extract<Body, object>, readonly unknown[]>>;

type SeenList<List extends readonly unknown[]> = [List] extends [never] ? never : Seen<List[number]>[];

type SeenObject<Shapes> = [Shapes] extends [never]
  ? never
  : {
      [Name in NamesOf<Shapes> as true extends IsOptional<Shapes, Name> ? never : Name]: Seen<FieldOf<Shapes, Name>>;
    } & {
      [Name in NamesOf<Shapes> as true extends IsOptional<Shapes, Name> ? Name : never]?: Seen<FieldOf<Shapes, Name>>;
    };

type NamesOf<Shapes> = Shapes extends unknown ? keyof Shapes : never;
type FieldOf<Shapes, Name> = Shapes extends unknown ? (Name extends keyof Shapes ? Shapes[Name] : never) : never;
/** Of each shape, whether it may lack the field. */
type IsOptional<Shapes, Name> = Shapes extends unknown
  ? Name extends keyof Shapes
    ? object extends Pick<Shapes, Name>
      ? true
      : false
    : true
  : never;
