import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { newPerson } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { invited, newTeam } from "#testing/teams.ts";
import { acceptInvitation, readInvitation, refuseInvitation } from "./answer-invitation.ts";
import { leaveTeam, removeHolder } from "./change-team.ts";
import { invite, withdrawInvitation } from "./invite.ts";
import { readTeam } from "./read-team.ts";

const { db, owner } = await testDatabase();

/** A person with a proven address. */
async function newGuest(changes: { email?: string; emailVerified?: Date | null } = {}) {
  const email = changes.email ?? `${randomUUID()}@example.com`;
  return { account: await newPerson(db, { ...changes, email }), email };
}

test("the invited person gets the lowest free seat, and accepting again changes nothing", async () => {
  const team = await newTeam(db, 3);
  const guest = await newGuest();
  const token = await invited(db, team, guest.email.toUpperCase());
  expect(await readInvitation(db, token)).toMatchObject({ status: "open", email: guest.email, teamName: "Acme" });
  const joined = { status: "joined", team: team.team, seat: 2 };
  const answers = await Promise.all([1, 2, 3].map(() => acceptInvitation(db, guest.account, token)));
  expect(answers).toEqual([joined, joined, joined]);
  const { holders, invitations } = (await readTeam(db, team)) ?? {};
  expect(holders?.map(({ account, seat }) => [account, seat])).toEqual([
    [team.payer, 1],
    [guest.account, 2],
  ]);
  expect(invitations).toEqual([]);
  expect(await readInvitation(db, token)).toEqual({ status: "accepted" });
});

test("of 20 people who accept at once, one gets the last seat, and a seat that is given back goes to another", async () => {
  const team = await newTeam(db, 2);
  const guests = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const guest = await newGuest();
      return { ...guest, token: await invited(db, team, guest.email) };
    }),
  );
  const accept = async () =>
    await Promise.all(guests.map(({ account, token }) => acceptInvitation(db, account, token)));
  const answers = await accept();
  const winner = guests[answers.findIndex(({ status }) => status === "joined")];
  expect(answers.map(({ status }) => status).toSorted()).toEqual(["joined", ...Array(19).fill("no-free-seat")]);
  await removeHolder(db, team, winner?.account ?? "");
  const again = await accept();
  expect(again.map(({ status }) => status).toSorted()).toEqual([
    "accepted",
    "joined",
    ...Array(18).fill("no-free-seat"),
  ]);
  expect((await readTeam(db, team))?.holders).toHaveLength(2);
});

test("a person whose proven address is another one cannot accept, nor one whose address is not proved", async () => {
  const team = await newTeam(db, 3);
  const unproved = await newGuest({ emailVerified: null });
  const token = await invited(db, team, unproved.email);
  for (const { account } of [unproved, await newGuest()])
    expect(await acceptInvitation(db, account, token)).toEqual({ status: "other-address", email: unproved.email });
  expect((await readTeam(db, team))?.holders).toHaveLength(1);
});

test.each(["withdrawn", "replaced", "refused", "expired", "team-ended"] as const)(
  "an invitation that is %s cannot be accepted or refused",
  async (status) => {
    const team = await newTeam(db, 3);
    const guest = await newGuest();
    const token = await invited(db, team, guest.email);
    const close = {
      withdrawn: () => withdrawInvitation(db, team, guest.email),
      replaced: () => invited(db, team, guest.email),
      refused: () => refuseInvitation(db, token, { forGood: false }),
      expired: () => expire(team.team),
      "team-ended": () => owner`update subscriptions set ended_at = now() where id = ${team.subscription}`,
    };
    await close[status]();
    expect(await acceptInvitation(db, guest.account, token)).toEqual({ status });
    expect(await refuseInvitation(db, token, { forGood: false })).toEqual({ status });
    expect(await readInvitation(db, token)).toEqual({ status });
    expect((await readTeam(db, team))?.holders).toHaveLength(1);
  },
);

test("an unknown link is not found", async () => {
  const { account } = await newGuest();
  expect(await acceptInvitation(db, account, "unknown")).toEqual({ status: "not-found" });
  expect(await refuseInvitation(db, "unknown", { forGood: true })).toEqual({ status: "not-found" });
  expect(await readInvitation(db, "unknown")).toEqual({ status: "not-found" });
});

test("an invitation can be sent again before and after it expired, and the newest link counts", async () => {
  const team = await newTeam(db, 3);
  const guest = await newGuest();
  await invited(db, team, guest.email);
  await expire(team.team);
  expect((await readTeam(db, team))?.invitations).toMatchObject([{ email: guest.email, isExpired: true }]);
  await invited(db, team, guest.email);
  const newest = await invited(db, team, guest.email);
  expect((await readTeam(db, team))?.invitations).toMatchObject([{ email: guest.email, isExpired: false }]);
  expect(await acceptInvitation(db, guest.account, newest)).toMatchObject({ status: "joined" });
});

test("a mailbox that refuses for good is invited by no team, however it is spelled", async () => {
  const [team, other] = [await newTeam(db, 3), await newTeam(db, 3)];
  const name = randomUUID();
  const token = await invited(db, team, `${name}@example.com`);
  await withdrawInvitation(db, team, `${name}@example.com`);
  expect(await refuseInvitation(db, token, { forGood: true })).toEqual({ status: "refused" });
  expect(await invite(db, other, `${name}+work@example.com`)).toEqual({ status: "declines" });
});

test("a team sends 50 invitations in 24 hours, those sent at once and again included", async () => {
  const team = await newTeam(db, 3);
  const address = (index: number) => `${index % 40}@${team.team}.example.com`;
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => invite(db, team, address(index))));
  expect(answers.filter(({ status }) => status === "invited")).toHaveLength(50);
  expect(answers.filter(({ status }) => status === "too-many-today")).toHaveLength(10);
  await owner`update team_invitations set invited_at = invited_at - interval '1 day' where team_id = ${team.team}`;
  expect(await invite(db, team, address(1))).toMatchObject({ status: "invited" });
});

test("nobody but the payer invites and withdraws, and nobody is invited twice to a seat or by a bad address", async () => {
  const [team, stranger] = [await newTeam(db, 3), await newTeam(db, 3)];
  const guest = await newGuest();
  const token = await invited(db, team, guest.email);
  const foreign = { payer: stranger.payer, team: team.team };
  expect(await invite(db, foreign, "a@example.com")).toEqual({ status: "no-such-team" });
  expect(await withdrawInvitation(db, foreign, guest.email)).toEqual({ status: "no-such-team" });
  expect(await withdrawInvitation(db, team, "a@example.com")).toEqual({ status: "not-invited" });
  expect(await invite(db, team, "no address")).toEqual({ status: "bad-address" });
  await acceptInvitation(db, guest.account, token);
  expect(await invite(db, team, guest.email)).toEqual({ status: "holds-a-seat" });
  await leaveTeam(db, { account: guest.account, team: team.team });
  expect(await acceptInvitation(db, guest.account, token)).toEqual({ status: "accepted" });
  expect(await invite(db, team, guest.email)).toMatchObject({ status: "invited" });
});

async function expire(team: string): Promise<void> {
  await owner`update team_invitations set invited_at = invited_at - interval '14 days', expires_at = invited_at
    where team_id = ${team} and state = 'pending'`;
}
