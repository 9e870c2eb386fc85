import { expect, test } from "vitest";
import { messages } from "./messages.ts";

const isolated = ["name", "label", "account", "address", "email", "feature", "date", "at", "until", "time"];

/** Texts without markup: those of emails and of attributes, and those with nothing but texts and dates of our own. */
const plain = /^(billing\.|emails\.|devicesLab\.pictureAlt|tools\.(photo|clip)\.chosen|device\.inLab)/;

function texts(value: unknown, path: string[]): [string, string][] {
  return typeof value === "string"
    ? [[path.join("."), value]]
    : Object.entries(value ?? {}).flatMap(([key, inner]) => texts(inner, [...path, key]));
}

test("names, reasons and dates in a sentence keep their own direction", () => {
  const found = texts(messages, []).filter(([path, text]) => {
    const outside = text.replaceAll(/<bdi>.*?<\/bdi>/g, "");
    return !plain.test(path) && isolated.some((name) => outside.includes(`{${name}}`) && text !== `{${name}}`);
  });
  expect(found).toEqual([]);
});
