import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test, vi } from "vitest";
import { answer } from "#lib/api/http/answer.ts";
import { keepSchedules } from "#lib/jobs/keep-schedules.ts";
import { keepListening } from "#lib/live/listener.ts";
import { log } from "#lib/observability/log.ts";
import { testDatabase } from "#testing/database.ts";
import { readyResponse } from "./ready-response.ts";

await testDatabase();
const stops: (() => void | Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

test("a wrong DATABASE_DIRECT_URL is not ready, an empty one is, and the log has the outage's start and end", async () => {
  const said: unknown[] = [];
  vi.spyOn(log, "warn").mockImplementation((fields: unknown, message) => void said.push([message, fields]));
  vi.stubEnv("DATABASE_DIRECT_URL", "postgres://nobody:secret@127.0.0.1:1/none");
  stops.push(keepListening(), keepSchedules([], 50));
  await untilSo(() => said.length >= 2);
  expect(await readiness(0)).toEqual([503, "LISTEN: down for 0 s; schedules: down for 0 s"]);
  // A short outage does not take a process out of service.
  expect(await readiness()).toEqual([200, undefined]);

  vi.stubEnv("DATABASE_DIRECT_URL", "");
  await untilSo(() => said.length >= 4);
  expect(await readiness(0)).toEqual([200, undefined]);
  const parts = ["LISTEN", "schedules"];
  const refused = expect.objectContaining({ message: expect.stringContaining("ECONNREFUSED") });
  for (const part of parts) {
    expect(said).toContainEqual([`${part}: down, retrying`, { part, err: refused }]);
    expect(said).toContainEqual([`${part}: up again`, { part, seconds: expect.any(Number) }]);
  }
  expect(said).toHaveLength(4);
});

async function readiness(outageMs?: number): Promise<unknown[]> {
  const response = await answer(() => readyResponse(outageMs));
  const { detail } = await response.json();
  return [response.status, detail?.replaceAll(/\d+ s/g, "0 s")];
}

async function untilSo(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 30_000 && !isSo(); waited += 20) await sleep(20);
  expect(isSo()).toBe(true);
}
