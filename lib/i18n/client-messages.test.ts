import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { labMessages, pageMessages, toolMessages } from "./client-messages.ts";

test("browsers get the texts of their components, and no others", () => {
  for (const file of globSync("{app,components}/**/*.{ts,tsx}")) {
    const code = readFileSync(file, "utf8");
    if (!code.startsWith('"use client"')) continue;
    const texts = file.includes("devices-lab") ? labMessages : file.includes("/tools/") ? toolMessages : pageMessages;
    for (const [, namespace = ""] of code.matchAll(/useTranslations\("([\w.-]+)"\)/g)) {
      expect(texts, `${file} uses ${namespace}`).toHaveProperty(namespace);
    }
  }
  expect(JSON.stringify(pageMessages).length).toBeLessThan(12_000);
});
