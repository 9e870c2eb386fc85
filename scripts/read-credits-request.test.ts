import { expect, test } from "vitest";
import { Problem } from "./launcher/problem.ts";
import { readRequest } from "./read-credits-request.ts";

const account = "mina@example.com";
const because = ["--reason", "A lost render"];

test("amounts have a sign and can be at any position", () => {
  const adjustment = { what: "adjust", account, key: null, reason: "A lost render" };
  const none = { kind: "purchased", expiresAt: null, batch: null };
  expect(readRequest(["adjust", "+25", ...because, account])).toEqual({ ...adjustment, ...none, amount: 25 });
  expect(readRequest(["adjust", account, ...because, "-25", "--batch", "7"])).toEqual({
    ...adjustment,
    ...none,
    amount: -25,
    batch: 7,
  });
  expect(
    readRequest(["adjust", account, "+1", ...because, "--kind", "activity", "--until", "2027-01-01T01:00:00+01:00"]),
  ).toMatchObject({ kind: "activity", expiresAt: new Date("2027-01-01T00:00:00Z") });
});

test("taking the rest of a batch needs no amount", () => {
  expect(readRequest(["adjust", account, "--batch", "7", "--all", ...because])).toEqual({
    what: "adjust",
    account,
    key: null,
    reason: "A lost render",
    amount: "all",
    batch: 7,
    kind: "purchased",
    expiresAt: null,
  });
});

test("show, freeze and unfreeze need only an account", () => {
  expect(readRequest(["show", account])).toEqual({ what: "show", account, key: null });
  expect(readRequest(["freeze", account, "--key", "k"])).toMatchObject({ what: "freeze", account, key: "k" });
  expect(readRequest(["unfreeze", account, ...because])).toMatchObject({ reason: "A lost render" });
});

test.each([
  [["adjust", "+5", account]],
  [["adjust", "5", ...because, account]],
  [["adjust", "+0", ...because, account]],
  [["adjust", "+1.5", ...because, account]],
  [["adjust", "+1000000001", ...because, account]],
  [["adjust", "+5", "--reason", "for mina@example.com", account]],
  [["adjust", "+5", "--reason", "x".repeat(121), account]],
  [["adjust", "+5", "--reason", "two\nlines", account]],
  [["adjust", "+5", "--kind", "gold", ...because, account]],
  [["adjust", "+5", "--kind", "activity", ...because, account]],
  [["adjust", "+5", "--until", "tomorrow", ...because, account]],
  [["adjust", "-5", "--batch", "first", ...because, account]],
  [["adjust", "+5", "-5", ...because, account]],
  [["adjust", "-5", "--batch", "1", "--all", ...because, account]],
  [["adjust", "--all", ...because, account]],
  [["adjust", "--all", "--batch", "1", "--kind", "activity", ...because, account]],
  [["show"]],
  [["show", account, "too"]],
  [["show", account, "--force"]],
  [["grow", account]],
  [[]],
])("%j is refused with the usage", (words) => {
  expect(() => readRequest(words)).toThrow(Problem);
  expect(() => readRequest(words)).toThrow("purse credits show ACCOUNT");
});

test.each([
  [["adjust", "--all", ...because, account], "batch is required with --all."],
  [["adjust", "--all", "--batch", "0", ...because, account], "batch must be at least 1."],
  [["adjust", "--all", "--batch", "1", "--kind", "activity", ...because, account], "kind cannot be given with --all."],
  [["adjust", "-5", "--batch", "first", ...because, account], "batch must be a number."],
  [["adjust", "+0", ...because, account], "amount must not be 0."],
  [["adjust", "+1000000001", ...because, account], "amount must be at most 1000000000."],
  [["adjust", "+5", "--kind", "gold", ...because, account], "kind must be subscription or activity or purchased."],
  [["adjust", "+5", "--kind", "activity", ...because, account], "until is required for credits of this kind."],
  [["adjust", "+5", "--until", "tomorrow", ...because, account], "until must be an instant with its offset"],
  [["adjust", "+5", account], "reason is required."],
  [["freeze", account, "--key", ""], "key must have at least 1 character."],
])("%j is refused with a reason", (words, says) => {
  expect(() => readRequest(words)).toThrow(says);
});
