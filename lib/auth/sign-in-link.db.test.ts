import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { takeLink } from "#db/queries/sign-in-links.ts";
import { testDatabase } from "#testing/database.ts";
import { provePerson } from "./prove-person.ts";
import { canUseLink, requestLink } from "./sign-in-link.ts";

const { db, owner } = await testDatabase();

test("a mailed link leads to the configured address and asks before it signs in", async () => {
  const { address, link } = await mailed();
  expect(link.origin).toBe("http://localhost:3000");
  expect(link.pathname).toBe("/sign-in/confirm");
  expect(Object.fromEntries(link.searchParams)).toMatchObject({ email: address, next: "/profile/credits" });
});

test("opening a link any number of times does not use it up; the database holds no secret of it", async () => {
  const { address, secret } = await mailed();
  for (const _ of [1, 2, 3]) expect(await canUseLink({ address, secret })).toBe(true);
  const [row] = await owner`select token from verification_tokens where identifier = ${address}`;
  expect(row?.token).not.toBe(secret);
  expect(await canUseLink({ address, secret: `${secret}x` })).toBe(false);
  expect(await canUseLink({ address: "somebody@example.com", secret })).toBe(false);
});

test("of ten who use one link at once, one gets in", async () => {
  const { address } = await mailed();
  const [row] = await owner`select token from verification_tokens where identifier = ${address}`;
  const taken = await Promise.all(
    Array.from({ length: 10 }, () => takeLink(db, { identifier: address, token: row?.token })),
  );
  expect(taken.filter((link) => link !== null)).toHaveLength(1);
});

test("a link that is too old does not open", async () => {
  const { address, secret } = await mailed(new Date(Date.now() - 31 * 60_000));
  expect(await canUseLink({ address, secret })).toBe(false);
});

test("the fourth letter to an address within 15 minutes is refused, known or not", async () => {
  const [known, unknown] = [`${randomUUID()}@example.com`, `${randomUUID()}@example.com`];
  await provePerson(db, { address: known, name: null, identity: null });
  for (const address of [known, unknown]) {
    const answers = [];
    for (let turn = 0; turn < 4; turn += 1) answers.push(await ask(address, randomUUID()));
    expect(answers).toEqual([
      { status: "sent" },
      { status: "sent" },
      { status: "sent" },
      { status: "limited", retryAfterSeconds: 900 },
    ]);
    expect(await owner`select from demo_letters where "to" = ${address}`).toHaveLength(3);
  }
});

test("the twenty-first letter that one caller asks for within an hour is refused, and costs no address its own", async () => {
  const client = "192.0.2.77";
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask(`${randomUUID()}@example.com`, client)));
  expect(answers.filter(({ status }) => status === "sent")).toHaveLength(20);
  const address = `${randomUUID()}@example.com`;
  expect(await ask(address, client)).toMatchObject({ status: "limited" });
  expect(await ask(address, "192.0.2.78")).toEqual({ status: "sent" });
});

test("limits keep no addresses", async () => {
  const { address } = await mailed();
  const rows = await owner`select key from rate_limits`;
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ key }) => String(key).includes(address))).toEqual([]);
});

async function ask(address: string, client: string, now?: Date) {
  return await requestLink({ address, next: "/profile/credits", client }, now);
}

async function mailed(now?: Date): Promise<{ address: string; link: URL; secret: string }> {
  const address = `${randomUUID()}@example.com`;
  expect(await ask(address, randomUUID(), now)).toEqual({ status: "sent" });
  const [letter] = await owner`select text from demo_letters where "to" = ${address}`;
  const link = new URL(/https?:\S+/.exec(String(letter?.text))?.[0] ?? "");
  return { address, link, secret: link.searchParams.get("token") ?? "" };
}
