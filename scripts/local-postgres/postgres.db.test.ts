import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startPostgres } from "./postgres.ts";
import { readPostmaster } from "./postmaster.ts";

let dataFolder = "";
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), "purse-postgres-"));
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

test("two first starts at the same moment share one server, and the last one to leave stops it", async () => {
  const [one, other] = await Promise.all([start(), start()]);
  expect([one.joined, other.joined].sort()).toEqual([false, true]);
  await one.stop();
  expect(await ask(other.appUrl)).toBe("purse_app");
  await other.stop();
  expect(readPostmaster(join(dataFolder, "postgres"))).toBeNull();
});

test("a stale lock file whose pid another process has now does not prevent a start", async () => {
  await (await start()).stop();
  writeFileSync(join(dataFolder, "postgres/postmaster.pid"), `${process.pid}\n${dataFolder}\n0\n5432\n`);
  const again = await start();
  expect(await ask(again.ownerUrl)).toBe("purse_owner");
  await again.stop();
});

test("a killed process does not keep the server running", async () => {
  const server = await start();
  writeFileSync(join(dataFolder, "users/gone"), "999999999 0");
  await server.stop();
  expect(readPostmaster(join(dataFolder, "postgres"))).toBeNull();
});

test("data of another major version is refused with both versions named", async () => {
  mkdirSync(join(dataFolder, "postgres"));
  writeFileSync(join(dataFolder, "postgres/PG_VERSION"), "12\n");
  await expect(start()).rejects.toThrow(/PostgreSQL 12.*brings 18/);
});

test("a folder with other contents is not touched", async () => {
  mkdirSync(join(dataFolder, "postgres"));
  writeFileSync(join(dataFolder, "postgres/thesis.txt"), "my only copy");
  await expect(start()).rejects.toThrow("holds no PostgreSQL data");
  expect(statSync(join(dataFolder, "postgres/thesis.txt")).size).toBe(12);
});

test("a folder that cannot be written is reported", async () => {
  const blocked = join(dataFolder, "file");
  writeFileSync(blocked, "");
  chmodSync(blocked, 0o400);
  await expect(startPostgres({ dataFolder: join(blocked, "data") })).rejects.toThrow("PURSE_DATA_DIR");
});

test("a connection without the password is refused, and only the owner can read the password file", async () => {
  const server = await start();
  const url = new URL(server.appUrl);
  url.password = "guess";
  await expect(ask(url.href)).rejects.toMatchObject({ code: "28P01" });
  expect(statSync(join(dataFolder, "postgres-secret")).mode & 0o077).toBe(0);
  await server.stop();
});

function start() {
  return startPostgres({ dataFolder, durable: false });
}

async function ask(url: string): Promise<unknown> {
  const sql = postgres(url, { max: 1 });
  try {
    const [row] = await sql`select current_user as name`;
    return row?.name;
  } finally {
    await sql.end();
  }
}
