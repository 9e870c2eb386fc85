import { expect, test } from "vitest";
import { messages } from "#lib/i18n/messages.ts";
import { isProblemSlug, problemSlugs } from "./slugs.ts";

test.each(problemSlugs)("%s has an explanation: what it means and what to do", (slug) => {
  const { title, means, todo } = messages.problems[slug];
  expect([title, means, todo].every((words) => words.length > 5 && !words.includes("!"))).toBe(true);
});

test("names that every object has, such as toString, are not problems", () => {
  expect(isProblemSlug("not-found")).toBe(true);
  expect(isProblemSlug("toString")).toBe(false);
});
