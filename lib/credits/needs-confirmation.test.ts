import { expect, test } from "vitest";
import { needsConfirmation } from "./needs-confirmation.ts";

const rules = { above: 10, purchased: true };
const small = { cost: 5, uses: [{ kind: "activity" as const, amount: 5 }], sufficient: true };

test.each([
  ["a use up to the limit that was shown is not confirmed again", small, { shown: small, rules }, false],
  ["a use of exactly the limit is not confirmed again", uses(10), { shown: uses(10), rules }, false],
  ["a use above the limit is", uses(11), { shown: uses(11), rules }, true],
  ["with a limit of 0 every use is", small, { shown: small, rules: { ...rules, above: 0 } }, true],
  ["a changed price is, a lower one too", uses(4), { shown: small, rules }, true],
  [
    "another kind than shown is",
    { ...small, uses: [{ kind: "subscription" as const, amount: 5 }] },
    { shown: small, rules },
    true,
  ],
  ["purchased credits are, though they were shown", bought(5), { shown: bought(5), rules }, true],
  [
    "purchased credits are not when that is switched off",
    bought(5),
    { shown: bought(5), rules: { above: 10, purchased: false } },
    false,
  ],
  ["what is not covered is", { ...small, sufficient: false }, { shown: small, rules }, true],
])("%s", (_name, quote, asked, expected) => {
  expect(needsConfirmation(quote, asked)).toBe(expected);
});

function uses(cost: number) {
  return { cost, uses: [{ kind: "activity" as const, amount: cost }], sufficient: true };
}

function bought(cost: number) {
  return { cost, uses: [{ kind: "purchased" as const, amount: cost }], sufficient: true };
}
