import { createHash, randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Call } from "#lib/api/call.ts";
import { campaignForAppsShape, campaignShape } from "#lib/api/campaign-shapes.ts";
import { peerHeader } from "#lib/api/http/peer-address.ts";
import { startSession } from "#lib/people/start-session.ts";
import { addCode, newPerson, openCampaign } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { openReferral } from "#testing/referrals.ts";
import { claimCampaign, getCampaigns, redeem } from "./campaigns.ts";

const { db } = await testDatabase();
const origin = "http://localhost:3000";

test("the list has dates and validity for the web and back ends, and amounts only for apps", async () => {
  const account = await newPerson(db);
  const slug = await openCampaign(db, { type: "check-in", name: "Daily", weekBonus: 30, limitPerPerson: null });
  await openCampaign(db, { type: "code", name: "Secret" });
  const whole = z.array(campaignShape);
  for (const headers of [await browser(account), await serviceKey(account)]) {
    const [, body] = await send(getCampaigns, headers, { query: "?timeZone=Asia/Tokyo" });
    const [shown] = whole.parse(body.campaigns).filter((one) => one.slug === slug);
    expect(shown).toMatchObject({ credits: 10, validDays: 7, state: { status: "available", dayInRow: 1 } });
    expect(JSON.stringify(body)).not.toContain("Secret");
  }
  for (const platform of ["desktop", "mobile"] as const) {
    const [, body] = await send(getCampaigns, await device(account, platform));
    const shown = z.array(campaignForAppsShape).parse(body.campaigns);
    expect(shown).toContainEqual(expect.objectContaining({ slug, credits: 10, state: { status: "available" } }));
  }
});

test("each platform claims once between them, and a retry of a claim is its replay", async () => {
  const [account, slug] = [await newPerson(db), await openCampaign(db)];
  const phone = await device(account, "mobile");
  const key = randomUUID();
  const [status, body] = await send(claimCampaign, phone, { slug, key });
  expect([status, body.claim, body.balance]).toEqual([
    201,
    { campaign: slug, credits: 10 },
    { version: 1, available: 10 },
  ]);
  expect(JSON.stringify(body)).not.toContain("expiresAt");
  expect(await send(claimCampaign, phone, { slug, key })).toEqual([201, body]);
  for (const headers of [await browser(account), await device(account, "desktop"), await serviceKey(account)]) {
    expect(await send(claimCampaign, headers, { slug })).toMatchObject([409, { type: "/problems/already-claimed" }]);
  }
  expect(await send(claimCampaign, phone, { slug: await openCampaign(db), key })).toMatchObject([
    422,
    { type: "/problems/idempotency-key-reused" },
  ]);
});

test("a back end claims for an account, also credits that come later", async () => {
  const creditsFrom = new Date(Date.now() + 86_400_000);
  const [account, slug] = [await newPerson(db), await openCampaign(db, { type: "challenge", creditsFrom })];
  expect(await send(claimCampaign, await serviceKey(account), { slug })).toEqual([
    201,
    { claim: { campaign: slug, credits: 10, creditsFrom: creditsFrom.toISOString() } },
  ]);
});

test.each([
  ["campaign-over", 409, { beginsAt: new Date(0), endsAt: new Date(1) }, {}],
  ["limit-reached", 409, { budget: 9 }, {}],
  ["not-eligible", 403, { paused: true }, { because: "paused" }],
  ["not-eligible", 403, { beginsAt: new Date(Date.now() + 86_400_000) }, { because: "not-begun" }],
  ["not-eligible", 403, { audience: "subscribers" as const }, { because: "subscribers-only" }],
  ["not-found", 404, { type: "code" as const }, {}],
])("a claim is refused with %s (%i) from %j", async (problem, status, changes, more) => {
  const [account, slug] = [await newPerson(db), await openCampaign(db, changes)];
  const answer = await send(claimCampaign, await browser(account), { slug });
  expect(answer).toMatchObject([status, { type: `/problems/${problem}`, ...more }]);
});

test.each(["\u0000", "x".repeat(300), "' or 1=1 --", ""])("a campaign named %j is not found", async (slug) => {
  const answer = await send(claimCampaign, await browser(await newPerson(db)), { slug });
  expect(answer).toMatchObject([404, { type: "/problems/not-found" }]);
});

test("a referral has the shapes of the others: it waits for friends, brings the referrer's amount, and is not claimed", async () => {
  const [account, slug] = [await newPerson(db), await openReferral(db)];
  const [, web] = await send(getCampaigns, await browser(account));
  const state = { status: "waiting-for-friend" };
  const about = { slug, type: "referral", credits: 40, state };
  expect(z.array(campaignShape).parse(web.campaigns)).toContainEqual(
    expect.objectContaining({ ...about, validDays: 30 }),
  );
  const [, app] = await send(getCampaigns, await device(account, "mobile"));
  expect(z.array(campaignForAppsShape).parse(app.campaigns)).toContainEqual(expect.objectContaining(about));
  expect(await send(claimCampaign, await browser(account), { slug })).toMatchObject([
    403,
    { type: "/problems/not-eligible", because: "waiting-for-friend" },
  ]);
});

test("a check-in is done until the next day, which apps are not told", async () => {
  const account = await newPerson(db);
  const slug = await openCampaign(db, { type: "check-in", limitPerPerson: null });
  const web = await browser(account);
  expect((await send(claimCampaign, web, { slug, body: { timeZone: "Asia/Tokyo" } }))[0]).toBe(201);
  const [status, problem] = await send(claimCampaign, web, { slug, body: { timeZone: "Pacific/Kiritimati" } });
  expect([status, problem]).toMatchObject([409, { type: "/problems/already-claimed", nextAt: expect.any(String) }]);
  const [, app] = await send(claimCampaign, await device(account, "desktop"), { slug });
  expect(app).not.toHaveProperty("nextAt");
  for (const timeZone of ["Mars/Olympus", "+23:59", "x".repeat(200), 5])
    expect((await send(claimCampaign, web, { slug, body: { timeZone } }))[0]).toBe(422);
});

test("guessing codes: 5 count, the rest wait, and what was redeemed before is still a replay", async () => {
  const [account, other] = [await newPerson(db), await newPerson(db)];
  const codes = await openCampaign(db, { type: "code" });
  await addCode(db, codes, "9999-AAAA");
  const [web, key] = [await browser(account), randomUUID()];
  const redeemed = await send(redeem, web, { key, body: { code: "9999 aaaa" } });
  expect(redeemed[0]).toBe(201);
  expect(await send(redeem, web, { body: { code: "9999-AAAA" } })).toMatchObject([
    409,
    { type: "/problems/already-claimed" },
  ]);
  const guesses = ["WELCOМE25", "' or 1=1 --", "A", "9999AAAB", "ZZZZ-ZZZZ"];
  for (const code of guesses)
    expect(await send(redeem, web, { body: { code } })).toMatchObject([404, { type: "/problems/code-unknown" }]);
  for (let guess = 0; guess < 20; guess += 1)
    expect(await send(redeem, web, { body: { code: "9999-AAAA" } })).toMatchObject([
      429,
      { type: "/problems/rate-limited" },
    ]);
  expect(await send(redeem, web, { key, body: { code: "9999 aaaa" } })).toEqual(redeemed);
  // Used by another person and unknown look alike.
  const [used, unknown] = [
    await send(redeem, await browser(other), { body: { code: "9999-AAAA" } }),
    await send(redeem, await browser(other), { body: { code: "9999-AAAB" } }),
  ];
  expect(used).toEqual(unknown);
});

test.each([
  ["campaign-over", { beginsAt: new Date(0), endsAt: new Date(1) }],
  ["not-eligible", { paused: true }],
  ["limit-reached", { limitInAll: 1, claims: 1 }],
])("a code whose campaign refuses says %s, and is no guess", async (problem, changes) => {
  const code = `SOME-${randomUUID().slice(0, 8)}`;
  await addCode(db, await openCampaign(db, { type: "code", ...changes }), code);
  const web = await browser(await newPerson(db));
  for (let time = 0; time < 7; time += 1)
    expect((await send(redeem, web, { body: { code } }))[1]).toMatchObject({ type: `/problems/${problem}` });
  expect((await send(redeem, web, { body: { code: "x".repeat(300) } }))[0]).toBe(422);
});

test("one network has 30 guesses an hour over all accounts, and a back end's address none", async () => {
  let refused = 0;
  for (let person = 0; person < 8; person += 1) {
    const headers = { ...(await browser(await newPerson(db))), [peerHeader]: "192.0.2.7" };
    for (let guess = 0; guess < 5; guess += 1)
      if ((await send(redeem, headers, { body: { code: "AAAA-BBBB" } }))[0] === 429) refused += 1;
  }
  expect(refused).toBe(8 * 5 - 30);
  const [status] = await send(redeem, await serviceKey(await newPerson(db)), { body: { code: "AAAA-BBBB" } });
  expect(status).toBe(404);
});

interface Sent {
  slug?: string;
  key?: string;
  query?: string;
  body?: object;
}

/** The status and body of a call with these credentials. */
async function send(
  call: Pick<Call, "method" | "path" | "serve">,
  headers: Record<string, string>,
  { slug, key = randomUUID(), query = "", body = {} }: Sent = {},
): Promise<[number, Record<string, unknown>]> {
  const { method, path } = call;
  const request = new Request(`${origin}${path.replace("{slug}", encodeURIComponent(slug ?? ""))}${query}`, {
    method,
    headers: {
      ...headers,
      ...(method === "POST" ? { "Content-Type": "application/json", "Idempotency-Key": key } : {}),
    },
    ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
  });
  const response = await call.serve(request, slug === undefined ? {} : { slug });
  return [response.status, z.record(z.string(), z.unknown()).parse(await response.json())];
}

async function browser(account: string) {
  const { name, value } = await startSession({ userId: account, method: "email", previous: null, userAgent: null });
  return { Cookie: `${name}=${value}`, Origin: origin };
}

async function serviceKey(account: string) {
  const secret = randomBytes(24).toString("base64url");
  const name = randomUUID();
  await db.$client`insert into service_keys (name, client, hash, may)
    values (${name}, ${name}, ${hashOf(secret)}, array['campaigns'])`;
  return { Authorization: `Bearer ${secret}`, "Credits-Account": account };
}

async function device(account: string, platform: "desktop" | "mobile") {
  const token = `pdt_${randomBytes(32).toString("base64url")}`;
  await db.$client`insert into devices (user_id, platform, version, token_hash)
    values (${account}, ${platform}, '99.0.0', ${hashOf(token)})`;
  return { Authorization: `Bearer ${token}`, "Credits-Client": `${platform}/99.0.0` };
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
