import { DrizzleQueryError } from "drizzle-orm/errors";
import { expect, test } from "vitest";
import { z } from "zod";
import { describeError, errorLine } from "./describe-error.ts";
import { makeLog } from "./log.ts";
import { inRequest } from "./request-context.ts";

function openLog(readable = false) {
  const lines: string[] = [];
  const log = makeLog({ write: (line) => void lines.push(line) }, { level: "info", readable });
  const last = () => z.record(z.string(), z.unknown()).parse(JSON.parse(lines.at(-1) ?? ""));
  return { log, lines, last };
}

/** The driver's error for a row that exists already, as Drizzle wraps it. */
function failedQuery() {
  const detail = "Key (email)=(ines@example.com) already exists.";
  const message = 'duplicate key value violates unique constraint "users_email_unique"';
  const cause = Object.assign(new Error(message), { code: "23505", constraint_name: "users_email_unique", detail });
  return new DrizzleQueryError("insert into users (email) values ($1)", ["ines@example.com\n    at a secret"], cause);
}

test("each line is JSON with its time, level and process", () => {
  const { log, lines, last } = openLog();
  log.warn({ run: "r1" }, "A run could not be reconciled");
  log.debug("not at this level");
  expect(lines).toHaveLength(1);
  expect(last()).toMatchObject({ level: "warn", msg: "A run could not be reconciled", run: "r1", pid: process.pid });
  expect(new Date(z.string().parse(last().time)).toISOString()).toBe(last().time);
});

test("an error is logged with its causes, code and constraint, never with the parameters of its statement", () => {
  const { log, lines, last } = openLog();
  log.error({ err: new Error("the account was not made", { cause: failedQuery() }) }, "A request failed");
  expect(last().err).toMatchObject({
    message: "the account was not made",
    stack: expect.stringContaining("log.test.ts"),
    cause: {
      message: "Failed query: insert into users (email) values ($1)",
      cause: { code: "23505", constraint: "users_email_unique" },
    },
  });
  expect(lines.join()).not.toMatch(/ines|secret|params|Key \(/);
  expect(errorLine(failedQuery())).toBe(
    'Failed query: insert into users (email) values ($1): duplicate key value violates unique constraint "users_email_unique" (23505)',
  );
});

test.each([
  [Object.assign(new Error('invalid input syntax for type uuid: "ines "I" Doe"'), { code: "22P02" }), "uuid: "],
  [new Error("550 no mailbox <ines@example.com>"), "550 no mailbox"],
  [new Error("connect postgres://ines:password@db.example.com/purse"), "connect"],
])("a value in the message of an error is left out: %s", (error, words) => {
  const { message } = describeError(error);
  expect(message).toContain(words);
  expect(message).not.toMatch(/ines.*Doe|password|example\.com/);
});

test("circular causes and aggregated errors are cut off", () => {
  const error = new AggregateError([new Error("::1 refused"), new Error("127.0.0.1 refused")]);
  error.cause = error;
  expect(describeError(error).errors?.map(({ message }) => message)).toEqual(["::1 refused", "127.0.0.1 refused"]);
});

const hostile = "a\nlevel=error\u001b[31m\u009b31m\u2028\u202eb";

test.each([false, true])("text from a client cannot end a line or control a terminal (readable: %s)", (readable) => {
  const { log, lines } = openLog(readable);
  log.info({ feature: hostile, err: new Error(hostile) }, hostile);
  expect(lines).toHaveLength(1);
  const [line = ""] = lines;
  expect(line.replace(/\n( {2}\{| {4}at )/g, "").trimEnd()).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
  if (!readable) expect(JSON.parse(line)).toMatchObject({ msg: hostile, feature: hostile });
});

test("on a terminal a line is text, with the causes of an error below it", () => {
  const { log, lines } = openLog(true);
  log.error({ err: failedQuery(), order: "o1" }, "An order could not be reconciled");
  expect(lines[0]).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} ERROR An order could not be reconciled order=o1\n {2}\{"type":"Error"/,
  );
  expect(lines[0]).toContain("users_email_unique");
});

test("lines written while a request is served have its id", async () => {
  const { log, last } = openLog();
  await inRequest({ id: "q1", caller: "none", route: null }, async () => {
    await Promise.resolve();
    log.info("within");
  });
  expect(last()).toMatchObject({ msg: "within", request: "q1" });
  log.info("outside");
  expect(last()).not.toHaveProperty("request");
});
