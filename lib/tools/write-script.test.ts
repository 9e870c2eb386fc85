import { expect, test } from "vitest";
import { writeScript } from "./write-script.ts";

test("a script has a title, a hook, three scenes and an ending, and is about the prompt", () => {
  const script = writeScript("How a lighthouse keeper spends the winter");
  for (const part of ["A script about: How a lighthouse keeper", "HOOK", "SCENE 1", "SCENE 2", "SCENE 3", "ENDING"]) {
    expect(script).toContain(part);
  }
  expect(script.split("HOOK")[1]).toMatch(/lighthouse|keeper|spends|winter/i);
  expect(script).not.toContain("*");
});

test("no word of the prompt stands in a sentence as if it were a noun", () => {
  for (const prompt of ["How a lighthouse keeper spends the winter", "Walking slowly", "Why we never sleep"]) {
    const [, script = ""] = writeScript(prompt).split("HOOK");
    const sentences = script.replaceAll(`“${prompt}”`, "");
    for (const word of prompt.split(" ").filter(({ length }) => length > 4)) expect(sentences).not.toContain(word);
    expect(script).toContain(`“${prompt}”`);
  }
});

test("the same words give the same script, other words another", () => {
  expect(writeScript("Bread")).toBe(writeScript("bread").replaceAll("bread", "Bread").replaceAll("BREAD", "BREAD"));
  const hooks = ["Bread", "Glass", "Rain", "Night trains", "Clay"].map(
    (prompt) => writeScript(prompt).split("SCENE 1")[1],
  );
  expect(new Set(hooks).size).toBe(5);
});

test.each(["?", "a b c", "日本の朝", "x".repeat(400)])(
  "a prompt with hardly any words gives a script too: %s",
  (prompt) => {
    expect(writeScript(prompt)).toContain("SCENE 3");
  },
);
