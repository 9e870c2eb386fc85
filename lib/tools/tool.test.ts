import { expect, test } from "vitest";
import { sampleCatalogue } from "#db/sample-catalogue.ts";
import { parseTool, type ToolSlug, tools } from "./tool.ts";

test("the tools and the features of the sample catalogue are the same", () => {
  const features: ToolSlug[] = sampleCatalogue.features.map(({ slug }) => slug);
  expect(features.toSorted()).toEqual(Object.keys(tools).toSorted());
});

test("an unknown slug gives null, even the name of an object's built-in property", () => {
  expect(["ai-image", "ai-video", "constructor", "__proto__", ""].map(parseTool)).toEqual([
    "ai-image",
    null,
    null,
    null,
    null,
  ]);
});
