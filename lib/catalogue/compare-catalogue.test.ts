import { expect, test } from "vitest";
import { sampleCatalogue } from "#db/sample-catalogue.ts";
import { CatalogueFile } from "./catalogue-file.ts";
import type { CatalogueState } from "./catalogue-state.ts";
import { compareCatalogue } from "./compare-catalogue.ts";
import { describeChange } from "./describe-change.ts";
import { findTwinPacks } from "./find-twin-packs.ts";

const sample = CatalogueFile.parse(sampleCatalogue);
const state: CatalogueState = {
  features: sample.features.map((feature) => ({ ...feature, offered: true })),
  packs: sample.packs.map((pack) => ({ ...pack, sold: true })),
  plans: (sample.plans ?? []).map((plan) => ({ ...plan, prices: plan.prices.map((one) => ({ ...one, sold: true })) })),
  scheduled: [],
};
const nothing: CatalogueState = { features: [], packs: [], plans: [], scheduled: [] };

test("a catalogue equal to its file needs no change", () => {
  expect(compareCatalogue(state, sample)).toEqual([]);
  const retired = { ...state, features: [{ ...firstFeature(), slug: "old", offered: false }, ...state.features] };
  expect(compareCatalogue(retired, sample)).toEqual([]);
});

test("an empty catalogue gets every feature and pack, in the file's order", () => {
  expect(compareCatalogue(nothing, sample).map(describeChange)).toEqual([
    ...sample.features.map(({ slug }) => expect.stringContaining(`+ feature ${slug} `)),
    ...sample.packs.map(({ slug }) => expect.stringContaining(`+ pack ${slug}: `)),
    '+ plan pro "Pro"',
    "+ plan pro: $9.99 a month, 1,200 credits a month, 7 days of trial with 20 credits",
    "+ plan pro: $95.88 a year, 1,200 credits a month, 7 days of trial with 20 credits",
  ]);
});

test("each difference is a line of its own, and what the file lacks is retired or withdrawn", () => {
  const [script, image, ...rest] = sample.features;
  const [small, middle, ...larger] = sample.packs;
  if (!script || !image || !small || !middle) throw new Error("The sample is smaller than this test needs");
  const changed = { ...image, name: "AI picture", costPerUnit: 7, platforms: { desktop: "web", mobile: "credits" } };
  const wanted = CatalogueFile.parse({
    features: [...rest, changed, { slug: "new-one", name: "New", description: "One.", unit: "piece", costPerUnit: 1 }],
    packs: [{ ...small, amountCents: 599, validDays: 365 }, ...larger],
  });
  expect(compareCatalogue(state, wanted).map(describeChange)).toEqual([
    '~ feature ai-image: name "AI image" → "AI picture"',
    "~ feature ai-image: price 4 → 7",
    "~ feature ai-image: desktop credits → web",
    '+ feature new-one "New": 1 per piece, desktop credits, mobile credits',
    "- feature ai-script: retired",
    `~ order of features: ${[...rest.map(({ slug }) => slug), "ai-image", "new-one"].join(", ")}`,
    "~ pack pack-100: 100 credits for $4.99, never expire → 100 credits for $5.99, valid 365 days",
    "- pack pack-500: withdrawn",
  ]);
});

test("each difference of a plan is a line of its own, and a file without plans leaves them", () => {
  const [pro] = sample.plans ?? [];
  const [month] = pro?.prices ?? [];
  if (!pro || !month) throw new Error("The sample has no plan");
  const max = { slug: "max", name: "Max", description: "More.", prices: [{ ...month, trialDays: 0, trialCredits: 0 }] };
  const changed = { ...pro, name: "Professional", prices: [{ ...month, amountCents: 1_099 }] };
  expect(compareCatalogue(state, { ...sample, plans: [max, changed] }).map(describeChange)).toEqual([
    '+ plan max "Max"',
    "+ plan max: $9.99 a month, 1,200 credits a month",
    '~ plan pro: name "Pro" → "Professional"',
    "~ plan pro: $9.99 a month, 1,200 credits a month, 7 days of trial with 20 credits → $10.99 a month, 1,200 credits a month, 7 days of trial with 20 credits",
    "- plan pro: no longer sold by the year in usd",
    "~ order of plans: max, pro",
  ]);
  expect(compareCatalogue(state, { ...sample, plans: undefined })).toEqual([]);
  expect(compareCatalogue(state, { ...sample, plans: [] })).toHaveLength(2);
});

test("a retired feature or withdrawn pack comes back with a new row, also at its old price", () => {
  const gone: CatalogueState = {
    features: state.features.map((feature) => ({ ...feature, offered: feature.slug !== "ai-image" })),
    packs: state.packs.map((pack) => ({ ...pack, sold: pack.slug !== "pack-100" })),
    plans: state.plans,
    scheduled: [],
  };
  expect(compareCatalogue(gone, sample).map(describeChange)).toEqual([
    "+ feature ai-image: offered again for 4",
    "+ pack pack-100: 100 credits for $4.99, never expire",
  ]);
});

test.each([
  ["a name twice", { features: [], packs: [pack({}), pack({})] }, "pack-1 is there twice"],
  ["a price of nothing", { features: [], packs: [pack({ amountCents: 0 })] }, "expected number to be >=1"],
  ["half a credit", { features: [], packs: [pack({ credits: 0.5 })] }, "expected int"],
  ["a currency that is none", { features: [], packs: [pack({ currency: "usdollar" })] }, "a currency's code"],
  ["a field that means nothing", { features: [], packs: [pack({ price: 1 })] }, "Unrecognized key"],
  ["half a file", { features: [] }, "expected array"],
  ["a plan without prices", { features: [], packs: [], plans: [plan([])] }, "expected array to have >=1"],
  ["a plan's price twice", { features: [], packs: [], plans: [plan([{}, {}])] }, "by month usd is there twice"],
  [
    "trial credits without a trial",
    { features: [], packs: [], plans: [plan([{ trialCredits: 5 }])] },
    "need trialDays",
  ],
])("a file with %s is refused", (_, file, says) => {
  const parsed = CatalogueFile.safeParse(file);
  expect(parsed.error?.issues.map(({ message }) => message).join("\n")).toContain(says);
});

test("packs with the same credits and price are named in pairs", () => {
  const packs = CatalogueFile.shape.packs.parse([
    pack({ slug: "one" }),
    pack({ slug: "two", validDays: 30 }),
    pack({ slug: "three", amountCents: 100 }),
  ]);
  expect(findTwinPacks(packs)).toEqual([["one", "two"]]);
});

function pack(change: object) {
  return { slug: "pack-1", credits: 100, amountCents: 499, ...change };
}

function firstFeature() {
  const [feature] = sample.features;
  if (feature === undefined) throw new Error("The sample has no feature");
  return feature;
}

function plan(prices: object[]) {
  const price = { interval: "month", amountCents: 100, creditsPerMonth: 10 };
  return { slug: "plan-1", name: "One", description: "A plan.", prices: prices.map((one) => ({ ...price, ...one })) };
}
