import { isValidElement } from "react";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { startSession } from "#lib/people/start-session.ts";
import { openAccountWith } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { addFeature, made, makes, runsOn } from "#testing/runs.ts";
import { openLine } from "./open-line.tsx";

const session = vi.hoisted(() => ({ cookie: "" }));
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => ({ value: session.cookie }) }),
  headers: async () => new Headers({ "x-path": "/profile/credits/history" }),
}));

const { db, owner } = await testDatabase();
const { begin, over } = runsOn(db);
await addFeature(owner);
const account = await openAccountWith(db, { purchased: 100 });
const other = await openAccountWith(db, { purchased: 100 });
for (const id of [account, other]) await owner`insert into users (id, email) values (${id}, ${`${id}@example.com`})`;
const { run } = await begin(account, makes(made(1)));
await over(account, run.id);
// The grant is line 1, the hold of the run 2, its capture 3.

async function signIn(userId: string) {
  session.cookie = (await startSession({ userId, method: "email", previous: null, userAgent: null })).value;
}

const Shown = z.array(z.object({ line: z.looseObject({ transaction: z.looseObject({ version: z.int() }) }) }));

async function open(version: number, lines: "jobs" | "all") {
  const details = await openLine(version, lines);
  const elements = Array.isArray(details) ? details.filter((one) => isValidElement(one)) : [];
  return Shown.parse(elements.map(({ props }) => props)).map(({ line }) => line);
}

test("a line opens with its job and the result of its run, or alone", async () => {
  await signIn(account);
  expect(await open(3, "jobs")).toMatchObject([
    { transaction: { version: 3, type: "capture" }, amount: -4, job: { status: "used" }, result: { run: run.id } },
  ]);
  expect(await open(3, "all")).toMatchObject([
    { transaction: { version: 3 }, amount: 0, job: null, result: { run: run.id, tool: "ai-image" } },
  ]);
});

test("nothing opens for a line of another user, one that does not exist, or anything that is not a line", async () => {
  await signIn(other);
  for (const version of [3, 4_000_000, 0, -1, 1.5, Number.NaN]) expect(await open(version, "jobs")).toEqual([]);
});

test("without a session nothing is read: the caller is sent to sign in", async () => {
  session.cookie = "unknown";
  await expect(openLine(3, "jobs")).rejects.toThrow("NEXT_REDIRECT");
});
