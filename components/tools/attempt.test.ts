import { expect, test } from "vitest";
import { type Choice, continueAttempt, toForm } from "./attempt.ts";

const words = { template: "poster", headline: "Hello", detail: "", watermark: false };
const choice: Choice = { photo: { kind: "sample", name: "ines" }, words, prompt: null, units: 1 };

function fileChoice(name: string, content: string): Choice {
  const file = new File([content], name, { lastModified: 1 });
  return { photo: { kind: "file", file, url: `blob:${Math.random()}` }, words: null, prompt: null, units: 1 };
}

test("a retry of the same choice keeps its key, so it never starts a second run", () => {
  const first = continueAttempt(null, choice);
  expect(continueAttempt(first, { ...choice, words: { ...words } })).toEqual(first);
});

test("another choice is a new attempt", () => {
  const first = continueAttempt(null, choice);
  for (const other of [
    { ...choice, photo: null },
    { ...choice, photo: { kind: "sample", name: "tomo" } },
    { ...choice, words: { ...words, headline: "Hello!" } },
    { ...choice, prompt: "a cat" },
    { ...choice, units: 2 },
  ] satisfies Choice[]) {
    expect(continueAttempt(first, other).key).not.toBe(first.key);
  }
});

test("the same file chosen again is the same choice; another file is not", () => {
  const first = continueAttempt(null, fileChoice("me.jpg", "abc"));
  expect(continueAttempt(first, fileChoice("me.jpg", "abc")).key).toBe(first.key);
  expect(continueAttempt(first, fileChoice("me.jpg", "abcd")).key).not.toBe(first.key);
  expect(continueAttempt(first, fileChoice("you.jpg", "abc")).key).not.toBe(first.key);
});

test("once a run has started, the same choice gets a new key", () => {
  expect(continueAttempt(null, choice).key).not.toBe(continueAttempt(null, choice).key);
});

test("the form sends what was chosen, and never a price", () => {
  expect(readRequest(toForm(choice, { feature: "template-export", quote: "q" }))).toEqual({
    feature: "template-export",
    units: 1,
    quote: "q",
    input: { template: "poster", headline: "Hello", detail: "", sample: "ines" },
  });
  const prompted = { photo: null, words: null, prompt: "a cat", units: 3 };
  expect(readRequest(toForm(prompted, { feature: "ai-image", quote: null }))).toEqual({
    feature: "ai-image",
    units: 3,
    input: { prompt: "a cat" },
  });
});

function readRequest(form: FormData) {
  expect([...form.keys()]).toEqual(["request"]);
  return JSON.parse(String(form.get("request")));
}
