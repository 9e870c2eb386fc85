import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { takeLink } from "#db/queries/people/sign-in-links.ts";
import { testDatabase } from "#testing/database.ts";
import { type Browser, mailboxMark, openBrowser, sealBrowser } from "./browser-cookie.ts";
import { provePerson } from "./prove-person.ts";
import { canUseLink, requestLink } from "./sign-in-link.ts";

const { db, owner } = await testDatabase();

test("an emailed link leads to the configured address and asks before it signs in", async () => {
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

test("of ten concurrent uses of one link, one signs in", async () => {
  const { address } = await mailed();
  const [row] = await owner`select token from verification_tokens where identifier = ${address}`;
  const taken = await Promise.all(
    Array.from({ length: 10 }, () => takeLink(db, { identifier: address, token: row?.token })),
  );
  expect(taken.filter((link) => link !== null)).toHaveLength(1);
});

test("an expired link does not open", async () => {
  const { address, secret } = await mailed(new Date(Date.now() - 31 * 60_000));
  expect(await canUseLink({ address, secret })).toBe(false);
});

test("the fourth link to a mailbox from one browser within 15 minutes is refused, with or without an account", async () => {
  const [known, unknown] = [newAddress(), newAddress()];
  await provePerson(db, { address: known, name: null, identity: null });
  for (const address of [known, unknown]) {
    const browser = newBrowser();
    const answers = [];
    for (let turn = 0; turn < 4; turn += 1) answers.push(await ask({ address, browser }));
    expect(answers).toEqual([
      { status: "sent" },
      { status: "sent" },
      { status: "sent" },
      { status: "limited", retryAfterSeconds: 900 },
    ]);
    expect(await owner`select from demo_letters where "to" = ${address}`).toHaveLength(3);
    // Neither another mailbox nor another browser must wait for it.
    expect(await ask({ address: newAddress(), browser })).toEqual({ status: "sent" });
    expect(await ask({ address })).toEqual({ status: "sent" });
  }
});

test("a school behind one address gets a hundred links at once, and then waits for seconds", async () => {
  const network = "192.0.2.77";
  const answers = await Promise.all(Array.from({ length: 140 }, () => ask({ network })));
  expect(answers.filter(({ status }) => status === "sent").length).toBeGreaterThanOrEqual(100);
  expect(Math.max(...waitsOf(answers))).toBeLessThanOrEqual(10);
  expect(await ask({ network: "192.0.2.78" })).toEqual({ status: "sent" });
  await owner`update rate_limits set at = at - interval '1 minute' where key = ${`mail:from:${network}`}`;
  for (let turn = 0; turn < 6; turn += 1) expect(await ask({ network })).toEqual({ status: "sent" });
});

test("a mailbox cannot be flooded, neither from one network without cookies nor from many", async () => {
  const [one, many] = [newAddress(), newAddress()];
  const fromOne = await Promise.all(Array.from({ length: 30 }, () => ask({ address: one, network: "192.0.2.79" })));
  expect(fromOne.filter(({ status }) => status === "sent")).toHaveLength(5);
  const fromMany = await Promise.all(Array.from({ length: 30 }, () => ask({ address: many })));
  expect(fromMany.filter(({ status }) => status === "sent")).toHaveLength(15);
  expect(Math.max(...waitsOf([...fromOne, ...fromMany]))).toBeLessThanOrEqual(300);
});

test("a network that floods a mailbox blocks no other network, and many networks block no browser that the mailbox has signed in", async () => {
  const address = newAddress();
  await Promise.all(Array.from({ length: 30 }, () => ask({ address, network: "192.0.2.80" })));
  expect(await ask({ address })).toEqual({ status: "sent" });
  await Promise.all(Array.from({ length: 30 }, () => ask({ address })));
  expect(await ask({ address })).toMatchObject({ status: "limited" });
  const known = { ...newBrowser(), mailbox: mailboxMark(address) };
  for (let turn = 0; turn < 3; turn += 1)
    expect(await ask({ address, network: "192.0.2.80", browser: known })).toEqual({ status: "sent" });
  expect(await ask({ address, browser: known })).toMatchObject({ status: "limited" });
});

test("a browser is recognised by its cookie, which cannot be forged", () => {
  const browser = { ...newBrowser(), mailbox: mailboxMark("ada@example.com") };
  const cookie = sealBrowser(browser);
  expect(cookie).not.toContain("ada");
  expect(openBrowser(cookie)).toEqual(browser);
  const other = sealBrowser({ ...browser, mailbox: "" })
    .split(".")
    .at(-1);
  for (const forged of [undefined, "", "x", `${cookie}x`, `${browser.id}.${browser.mailbox}.${other}`]) {
    const stranger = openBrowser(forged);
    expect(stranger.mailbox).toBe("");
    expect(stranger.id).not.toBe(browser.id);
  }
});

test("limits store no addresses", async () => {
  const { address } = await mailed();
  const rows = await owner`select key from rate_limits`;
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ key }) => String(key).includes(address))).toEqual([]);
});

function newAddress(): string {
  return `${randomUUID()}@example.com`;
}

/** One without a cookie: each counts as another browser. */
function newBrowser(): Browser {
  return openBrowser(undefined);
}

function waitsOf(answers: readonly Awaited<ReturnType<typeof requestLink>>[]): number[] {
  return answers.flatMap((answer) => (answer.status === "limited" ? answer.retryAfterSeconds : []));
}

async function ask(
  { address = newAddress(), network = randomUUID(), browser = newBrowser() }: Partial<Asked>,
  now?: Date,
) {
  return await requestLink({ address, next: "/profile/credits", network, browser }, now);
}

interface Asked {
  address: string;
  network: string;
  browser: Browser;
}

async function mailed(now?: Date): Promise<{ address: string; link: URL; secret: string }> {
  const address = newAddress();
  expect(await ask({ address }, now)).toEqual({ status: "sent" });
  const [email] = await owner`select text from demo_letters where "to" = ${address}`;
  const link = new URL(/https?:\S+/.exec(String(email?.text))?.[0] ?? "");
  return { address, link, secret: link.searchParams.get("token") ?? "" };
}
