import { expect, test } from "vitest";
import { sampleCatalogue } from "#db/sample-catalogue.ts";
import { parseTool, type ToolSlug, tools } from "./tool.ts";

test("each tool is a feature of the sample catalogue, and each of its features a tool", () => {
  const features: ToolSlug[] = sampleCatalogue.features.map(({ slug }) => slug);
  expect(features.toSorted()).toEqual(Object.keys(tools).toSorted());
});

test("a slug that names no tool is null, whatever it means to JavaScript", () => {
  expect(["ai-image", "ai-video", "constructor", "__proto__", ""].map(parseTool)).toEqual([
    "ai-image",
    null,
    null,
    null,
    null,
  ]);
});
