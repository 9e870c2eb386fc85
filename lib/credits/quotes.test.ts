import { expect, test } from "vitest";
import { accepted, command, granted } from "#testing/commands.ts";
import type { SpendCommand } from "./command.ts";
import { decide } from "./decide/decide.ts";
import type { Kind } from "./kinds.ts";

const start = new Date("2026-11-20T12:00:00.000Z");
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const later = (instant: Date) => new Date(instant.getTime() + 1);
const { spend } = command;

const shown = (uses: [Kind, number][], expiresAt = at(30)) => ({
  uses: uses.map(([kind, amount]) => ({ kind, amount })),
  expiresAt,
});

test.each<[string, SpendCommand, string]>([
  [
    "shows exactly what is taken",
    spend(
      25,
      shown([
        ["subscription", 20],
        ["activity", 5],
      ]),
    ),
    "accepted",
  ],
  [
    "shows more purchased credits than are taken",
    spend(
      40,
      shown([
        ["subscription", 20],
        ["activity", 10],
        ["purchased", 10],
      ]),
    ),
    "accepted",
  ],
  [
    "shows another split of what was given",
    spend(
      25,
      shown([
        ["subscription", 5],
        ["activity", 20],
      ]),
    ),
    "accepted",
  ],
  [
    "shows fewer purchased credits than are taken",
    spend(
      40,
      shown([
        ["subscription", 20],
        ["activity", 16],
        ["purchased", 4],
      ]),
    ),
    "quote-changed",
  ],
  ["does not show a kind that is taken", spend(25, shown([["subscription", 25]])), "quote-changed"],
  [
    "does not show purchased credits at all",
    spend(
      40,
      shown([
        ["subscription", 20],
        ["activity", 20],
      ]),
    ),
    "quote-changed",
  ],
  [
    "ends a millisecond later",
    spend(
      25,
      shown(
        [
          ["subscription", 20],
          ["activity", 5],
        ],
        later(at(10)),
      ),
    ),
    "accepted",
  ],
  [
    "ends at this very instant",
    spend(
      25,
      shown(
        [
          ["subscription", 20],
          ["activity", 5],
        ],
        at(10),
      ),
    ),
    "quote-expired",
  ],
  [
    "has ended, for a spend that is not covered either",
    spend(999, shown([["subscription", 20]], at(10))),
    "quote-expired",
  ],
  ["holds, but the credits do not suffice", spend(999, shown([["subscription", 999]])), "insufficient-credits"],
  ["has ended, for a spend of nothing", spend(0, shown([], at(10))), "invalid-request"],
])("a quote that %s", (_name, command, answer) => {
  const state = granted(start, ["subscription", 20, at(60)], ["activity", 15, at(60)], ["purchased", 100, null]);
  const decision = decide(state, command, at(10));
  expect(decision.status === "refused" ? decision.refusal.slug : decision.status).toBe(answer);
});

test("a quote whose subscription credits expired since is not silently paid with purchased ones", () => {
  const state = granted(start, ["subscription", 20, at(5)], ["purchased", 100, null]);
  const command = spend(20, shown([["subscription", 20]]));
  expect(accepted(decide(state, command, at(4))).own.entries[0]?.kind).toBe("subscription");
  expect(decide(state, command, at(5))).toMatchObject({ status: "refused", refusal: { slug: "quote-changed" } });
});
