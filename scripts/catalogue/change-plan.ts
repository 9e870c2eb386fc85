import { z } from "zod";
import type { Db } from "#db/client.ts";
import { lockCatalogue } from "#db/queries/catalogue/features.ts";
import { applyChanges } from "#lib/catalogue/apply-changes.ts";
import { Currency, Interval, line, PlanPriceEntry, Slug } from "#lib/catalogue/catalogue-file.ts";
import type { PlanChange } from "#lib/catalogue/compare-plans.ts";
import { describeChange } from "#lib/catalogue/describe-change.ts";
import { readCatalogue } from "#lib/catalogue/read-catalogue.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { From, type Options, parse, usage, whole } from "./arguments.ts";
import { startOf } from "./set-rows.ts";

const Addition = z.object({ slug: Slug, name: line(100), description: line(300) });
const Edit = z.object({ slug: Slug, texts: z.object({ name: line(100), description: line(300) }).partial() });
const Price = z.object({
  slug: Slug,
  interval: Interval,
  price: whole(1_000_000_00),
  credits: whole(10_000_000),
  currency: Currency.default("usd"),
  "trial-days": whole(365).default(0),
  "trial-credits": whole(10_000_000).default(0),
  from: From,
});
const Retirement = z.object({ slug: Slug, interval: Interval.optional(), currency: Currency.optional(), from: From });

type Plan = Awaited<ReturnType<typeof readCatalogue>>["plans"][number];

/** `plan add|edit|price|retire SLUG …`. */
export async function changePlan(db: Db, [what, ...words]: string[], options: Options): Promise<void> {
  if (what === "add") await add(db, words, options);
  else if (what === "edit") await edit(db, words, options);
  else if (what === "price") await setPrice(db, words, options);
  else if (what === "retire") await retire(db, words, options);
  else throw new Problem(usage);
}

async function add(db: Db, [name]: string[], { name: title, description }: Options): Promise<void> {
  const plan = parse(Addition, { slug: name, name: title, description });
  await change(db, undefined, (plans) => {
    if (plans.some(({ slug }) => slug === plan.slug))
      throw new Problem(`There is a plan ${plan.slug} already: edit it.`);
    return [{ type: "add-plan", plan }];
  });
  console.log(`It is sold once it has a price: npx purse catalogue plan price ${plan.slug} …`);
}

async function edit(db: Db, [name]: string[], { name: title, description }: Options): Promise<void> {
  const { slug, texts } = parse(Edit, { slug: name, texts: { name: title, description } });
  if (texts.name === undefined && texts.description === undefined) throw new Problem(usage);
  await change(db, undefined, (plans) => {
    const plan = named(plans, slug);
    return (["name", "description"] as const).flatMap((field): PlanChange[] => {
      const after = texts[field];
      return after === undefined ? [] : [{ type: "edit-plan", slug, field, before: plan[field], after }];
    });
  });
}

async function setPrice(db: Db, [slug, interval, cents, credits]: string[], options: Options): Promise<void> {
  const { currency, "trial-days": days, "trial-credits": trial, from: start } = options;
  const asked = {
    slug,
    interval,
    price: cents,
    credits,
    currency,
    "trial-days": days,
    "trial-credits": trial,
    from: start,
  };
  const { from, ...said } = parse(Price, asked);
  const price = parse(PlanPriceEntry, {
    interval: said.interval,
    currency: said.currency,
    amountCents: said.price,
    creditsPerMonth: said.credits,
    trialDays: said["trial-days"],
    trialCredits: said["trial-credits"],
  });
  await change(db, from, (plans) => {
    const held = named(plans, said.slug).prices.find(
      (one) => one.interval === price.interval && one.currency === price.currency,
    );
    return [{ type: "set-plan-price", plan: said.slug, price, before: held?.sold ? held : null }];
  });
  console.log("Running subscriptions keep what they bought. New ones can be sold after: npx purse catalogue sync");
}

async function retire(db: Db, [name]: string[], options: Options): Promise<void> {
  const { slug, interval, currency, from } = parse(Retirement, { slug: name, ...options });
  await change(db, from, (plans) => {
    const sold = named(plans, slug).prices.filter(
      (one) => one.sold && (interval ?? one.interval) === one.interval && (currency ?? one.currency) === one.currency,
    );
    if (sold.length === 0) throw new Problem(`Nothing of ${slug} is sold like that.`);
    return sold.map(({ sold: _, ...price }) => ({ type: "retire-plan-price", plan: slug, price }));
  });
  console.log("Running subscriptions go on.");
}

function named(plans: readonly Plan[], slug: string): Plan {
  const plan = plans.find((one) => one.slug === slug);
  if (plan === undefined) throw new Problem(`There is no plan ${slug}.`);
  return plan;
}

/** Makes changes from an instant on under the catalogue's lock, and prints them. */
async function change(db: Db, from: Date | undefined, decide: (plans: Plan[]) => PlanChange[]): Promise<void> {
  const changes = await db.transaction(async (tx) => {
    await lockCatalogue(tx);
    const instant = await startOf(tx, from);
    const decided = decide((await readCatalogue(tx, instant)).plans);
    await applyChanges(tx, decided, instant);
    return decided;
  });
  for (const one of changes) console.log(describeChange(one));
}
