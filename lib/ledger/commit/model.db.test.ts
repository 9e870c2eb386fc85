import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openAccount } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { startCommitProcess } from "#testing/model/commit-processes.ts";
import { type Answered, expectHistory, readFacts } from "#testing/model/expect-history.ts";
import { installMovableClock } from "#testing/model/movable-clock.ts";
import { commandMaker, type Round, stories } from "#testing/model/stories.ts";
import { seeded } from "#testing/seed.ts";

const usual = 1_000;
/** Random stories can miss rare outcomes: then more are played, up to so many commands. */
const most = 20_000;
// MODEL_COMMANDS=100000 SEED=… npx vitest run lib/ledger/commit/model.db.test.ts
const wanted = Number(process.env.MODEL_COMMANDS ?? usual);

const { db, url, owner } = await testDatabase();
const clock = await installMovableClock(owner, "purse_app");
const processes = [startCommitProcess(url, "on"), startCommitProcess(url, "off")];
let told = 0;
const counts = new Map<string, number>();

afterAll(async () => {
  await Promise.all(processes.map((process) => process.stop()));
});

test("for concurrent commands in two processes, replaying decide gives the same history and refusals", {
  timeout: 300_000 + 60 * wanted,
}, async () => {
  const { seed } = seeded(1);
  while (sent() < wanted || (wanted >= usual && sent() < most && missing().length > 0)) {
    const [rounds] = fc.sample(stories, { seed: seed + told, numRuns: 1 });
    await tellAndCompare(rounds ?? []).catch((cause: unknown) => {
      // A story is long: its seed reproduces it, and the cause is what matters.
      throw new Error(`SEED=${seed + told} begins with the story that fails`, { cause });
    });
    told += 1;
  }
  console.info(`${sent()} commands in ${told} stories`, Object.fromEntries([...counts].toSorted()));
  if (wanted >= usual) expect(missing()).toEqual([]);
  await expectInvariants(db);
});

/** Outcomes that must have occurred in thousands of commands; a model that never reaches them proves nothing. */
const mustHappen = [
  ...["grant done", "spend done", "hold done", "capture done", "release done", "extend done", "refund done"],
  ...["adjustment done", "freeze done", "unfreeze done", "revoke done", "forgive done"],
  ...["line repayment", "line reinstate", "line that settles a return", "revoke unchanged", "revoke not-found"],
  ...["grant replayed", "spend replayed", "hold replayed", "refund replayed", "adjustment replayed"],
  ...["line expiry", "line lapsed", "line with new days", "line that expires at once"],
  ...["grant source-used", "spend idempotency-key-reused", "spend account-frozen", "hold account-frozen"],
  ...["spend quote-changed", "hold quote-expired", "spend insufficient-credits", "adjustment insufficient-credits"],
  ...["capture exceeds-hold", "capture hold-not-open", "release hold-not-open", "extend hold-not-open"],
  ...[
    "capture invalid-request",
    "line of a part",
    "refund exceeds-spend",
    "refund not-found",
    "adjustment not-found",
    "grant invalid-request",
  ],
];

function missing(): string[] {
  return mustHappen.filter((name) => !counts.has(name));
}

async function tellAndCompare(rounds: readonly Round[]): Promise<void> {
  const accounts = [await openAccount(db), await openAccount(db)];
  const answers = await tell(rounds, accounts);
  const facts = await readFacts(db, accounts);
  for (const account of accounts) {
    for (const { type, reason, entries, relatesTo, holdExpiresAt } of await expectHistory(db, account, {
      answers,
      facts,
    })) {
      if (type === "expiry") count(relatesTo === null ? "line expiry" : "line that expires at once");
      if (reason === "lapsed") count("line lapsed");
      if (type === "repayment" || type === "reinstate") count(`line ${type}`);
      if (type === "revoke" && relatesTo !== null) count("line that settles a return");
      if (type === "capture" && holdExpiresAt !== null) count("line of a part");
      if (entries.some((entry) => entry.onBehalfOf !== null)) count("line with new days");
    }
  }
  for (const { command, outcome } of answers) {
    const what = outcome.status === "refused" ? outcome.refusal.slug : outcome.replayed ? "replayed" : "done";
    count(`${command.type} ${what}`);
  }
}

/** Plays the rounds: in each, all calls run at once, and the clock advances while they are in flight. */
async function tell(story: readonly Round[], accounts: readonly string[]): Promise<Answered[]> {
  const makeCommand = commandMaker(told, accounts, clock.read);
  const answers: Answered[] = [];
  for (const { before, meanwhile, calls } of story) {
    await clock.move(before);
    const asked = calls.map(async (call) => {
      const commands = call.how === "due" ? [] : call.steps.map(makeCommand);
      const what = call.how === "due" ? { how: call.how, accounts } : { how: call.how, accounts, commands };
      const witnessed = (await processes[call.process]?.ask(what)) ?? [];
      return witnessed.flatMap((one, index) => {
        const command = commands[index];
        return command === undefined ? [] : [{ ...one, command }];
      });
    });
    const [all] = await Promise.all([Promise.all(asked), clock.move(meanwhile)]);
    answers.push(...all.flat());
  }
  return answers;
}

function count(name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Counts commands only; lines are counted separately. */
function sent(): number {
  return [...counts].reduce((sum, [name, number]) => sum + (name.startsWith("line") ? 0 : number), 0);
}
