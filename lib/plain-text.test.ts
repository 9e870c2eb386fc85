import { expect, test } from "vitest";
import { z } from "zod";
import { requests } from "#lib/api/request-shapes.ts";
import { line } from "#lib/catalogue/catalogue-file.ts";
import { readToolInput } from "#lib/tools/read-tool-input.ts";
import { readRequest } from "#scripts/read-credits-request.ts";
import { plainText, toPlainText } from "./plain-text.ts";

const marks = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"];

test.each(marks)("a text with %j is refused with a reason", (mark) => {
  const { error } = plainText(z.string()).safeParse(`pay ${mark}evil`);
  expect(error?.issues[0]?.message).toContain("must not contain direction marks");
  expect(toPlainText(`Ada ${mark}Lovelace`)).toBe("Ada Lovelace");
});

test.each(["Łódź", "שלום", "مرحبا", "日本語", "e\u0301", "🎨 👩‍🎨", "a\u200eb"])(
  "a text in any script is accepted: %j",
  (text) => {
    expect(plainText(z.string()).safeParse(text).success).toBe(true);
    expect(toPlainText(text)).toBe(text);
  },
);

test("no free text of the interface, of a tool or of an operator accepts a direction mark", async () => {
  const text = "pay \u202egnp";
  const grant = { kind: "purchased", amount: 1, source: "support", reason: "x" };
  const sent = [
    requests.spend.safeParse({ feature: "ai-image", reference: text }),
    requests.hold.safeParse({ feature: "ai-image", reference: text }),
    requests.refund.safeParse({ reason: text }),
    requests.grant.safeParse({ ...grant, reason: text }),
    requests.grant.safeParse({ ...grant, sourceId: text }),
  ];
  expect(sent.map(({ error }) => error?.issues.length)).toEqual([1, 1, 1, 1, 1]);
  expect(await readToolInput("ai-image", { prompt: text }, null)).toMatchObject({
    status: "refused",
    message: expect.stringContaining("direction marks"),
  });
  expect(await readToolInput("template-export", { headline: text }, null)).toMatchObject({ path: "input.headline" });
  expect(line(100).safeParse(text).error?.issues[0]?.message).toContain("direction marks");
  expect(() => readRequest(["adjust", "+5", "--reason", text, "a@example.com"])).toThrow("direction marks");
});
