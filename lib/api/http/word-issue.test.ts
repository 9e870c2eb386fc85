import { expect, test } from "vitest";
import { z } from "zod";
import { wordIssue } from "./word-issue.ts";

const form = z.strictObject({
  amount: z.int().min(1).max(1_000_000_000),
  kind: z.enum(["activity", "purchased"]),
  reason: z.string().min(1).max(3),
  source: z.string().regex(/^[a-z]+$/, "must be a word"),
  until: z.iso.datetime({ offset: true }).optional(),
});
const right = { amount: 1, kind: "activity", reason: "own", source: "plan" };

test.each([
  [{ amount: 0 }, "amount must be at least 1"],
  [{ amount: 2e9 }, "amount must be at most 1000000000"],
  [{ amount: 1.5 }, "amount must be a whole number"],
  [{ amount: "5" }, "amount must be a number"],
  [{ amount: null }, "amount must be a number"],
  [{ amount: undefined }, "amount is required"],
  [{ kind: undefined }, "kind is required"],
  [{ kind: "gold" }, "kind must be activity or purchased"],
  [{ reason: "" }, "reason must have at least 1 character"],
  [{ reason: "gifts" }, "reason must have at most 3 characters"],
  [{ source: "42" }, "source must be a word"],
  [{ until: "soon" }, "until must be an instant with its offset, such as 2026-12-04T23:00:00Z"],
])("%o is refused with the message: %s", (wrong, words) => {
  const parsed = form.safeParse({ ...right, ...wrong }, { error: wordIssue });
  expect(parsed.error?.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`)).toEqual([words]);
});
