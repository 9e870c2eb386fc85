import { expect, test } from "vitest";
import { newPerson } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { invited, newTeam } from "#testing/teams.ts";
import { acceptInvitation } from "./answer-invitation.ts";
import { leaveTeam, removeHolder, renameTeam } from "./change-team.ts";
import type { PaidTeam } from "./invite.ts";
import { openTeam } from "./open-team.ts";
import { readHeldSeats, readTeam } from "./read-team.ts";

const { db, owner } = await testDatabase();

/** A person who accepted an invitation to a team. */
async function newHolder(team: PaidTeam): Promise<string> {
  const account = await newPerson(db);
  const token = await invited(db, team, `${account}@example.com`);
  expect(await acceptInvitation(db, account, token)).toMatchObject({ status: "joined" });
  return account;
}

test("a subscription has one team, also when it is opened many times at once", async () => {
  const { payer, subscription, team } = await newTeam(db, 2);
  await owner`delete from team_holders where team_id = ${team}`;
  await owner`delete from teams where id = ${team}`;
  const opened = await Promise.all([1, 2, 3, 4].map(() => openTeam(db, { subscription, name: "Acme" })));
  const [id = ""] = opened;
  expect(new Set(opened).size).toBe(1);
  expect(await readTeam(db, { payer, team: id })).toMatchObject({ seats: 2, holders: [{ account: payer, seat: 1 }] });
});

test("a seat that is given back goes to the next person, and the past keeps each holder's time", async () => {
  const team = await newTeam(db, 3);
  const [first, second] = [await newHolder(team), await newHolder(team)];
  expect(await removeHolder(db, team, first)).toEqual({ status: "removed" });
  expect(await removeHolder(db, team, first)).toEqual({ status: "not-a-holder" });
  expect(await readHeldSeats(db, first)).toEqual([]);
  const third = await newHolder(team);
  expect(await readHeldSeats(db, third)).toMatchObject([
    { team: team.team, teamName: "Acme", seat: 2, isPayer: false },
  ]);
  expect((await readTeam(db, team))?.holders.map(({ account }) => account)).toEqual([team.payer, second, third]);
  const times = await owner`select account_id, held_until is null as now from team_holders
    where team_id = ${team.team} and seat = 2 order by held_from`;
  expect(times.map((row) => [row.account_id, row.now])).toEqual([
    [first, false],
    [third, true],
  ]);
});

test("with fewer seats than holders none is free, until enough people have left", async () => {
  const team = await newTeam(db, 4);
  const [first, second] = [await newHolder(team), await newHolder(team), await newHolder(team)];
  await owner`update subscriptions set seats = 2 where id = ${team.subscription}`;
  const guest = await newPerson(db);
  const token = await invited(db, team, `${guest}@example.com`);
  const leave = async (account: string) => await leaveTeam(db, { account, team: team.team });
  expect(await acceptInvitation(db, guest, token)).toEqual({ status: "no-free-seat" });
  expect(await leave(first)).toEqual({ status: "left" });
  expect(await acceptInvitation(db, guest, token)).toEqual({ status: "no-free-seat" });
  expect(await leave(second)).toEqual({ status: "left" });
  expect(await acceptInvitation(db, guest, token)).toEqual({ status: "no-free-seat" });
  expect((await readTeam(db, team))?.holders).toHaveLength(2);
});

test("a payer cannot leave or be removed, and only the payer sees, changes and names the team", async () => {
  const [team, stranger] = [await newTeam(db, 3), await newTeam(db, 2)];
  const holder = await newHolder(team);
  expect(await leaveTeam(db, { account: team.payer, team: team.team })).toEqual({ status: "is-payer" });
  expect(await removeHolder(db, team, team.payer)).toEqual({ status: "is-payer" });
  expect(await leaveTeam(db, { account: stranger.payer, team: team.team })).toEqual({ status: "not-a-holder" });
  for (const payer of [holder, stranger.payer]) {
    const foreign = { payer, team: team.team };
    expect(await readTeam(db, foreign)).toBeNull();
    expect(await removeHolder(db, foreign, holder)).toEqual({ status: "no-such-team" });
    expect(await renameTeam(db, foreign, "Mine")).toEqual({ status: "no-such-team" });
  }
  expect(await renameTeam(db, team, "  Studio  ")).toEqual({ status: "renamed", name: "Studio" });
  expect(await renameTeam(db, team, "two\nlines")).toEqual({ status: "bad-name" });
  expect(await renameTeam(db, team, " ")).toEqual({ status: "bad-name" });
  expect(await readTeam(db, team)).toMatchObject({ name: "Studio" });
});

test("a person can hold a seat in two teams, and the seats of a team that ended are gone", async () => {
  const [one, two] = [await newTeam(db, 2), await newTeam(db, 2)];
  const account = await newHolder(one);
  const token = await invited(db, two, `${account}@example.com`);
  await acceptInvitation(db, account, token);
  expect((await readHeldSeats(db, account)).map(({ team }) => team)).toEqual([one.team, two.team]);
  await owner`update subscriptions set ended_at = now() where id = ${one.subscription}`;
  expect((await readHeldSeats(db, account)).map(({ team }) => team)).toEqual([two.team]);
});
