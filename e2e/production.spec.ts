import { globSync } from "node:fs";
import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { grantAppRole } from "#db/grant-app-role.ts";
import { migrate } from "#db/migrate.ts";
import { findFreePort } from "#scripts/launcher/free-port.ts";
import { projectFolder } from "#scripts/launcher/options.ts";
import { type RunningPostgres, startPostgres } from "#scripts/local-postgres/postgres.ts";
import { callAsService, makeFolder, removeFolder, startProduct, stopProducts } from "#testing/product.ts";

test.describe.configure({ mode: "serial" });

const folder = makeFolder();
let server: RunningPostgres;
let env: Record<string, string> = {};

test.beforeAll(async () => {
  server = await startPostgres({ dataFolder: folder });
  const port = String(await findFreePort());
  env = {
    PORT: port,
    APP_URL: `http://localhost:${port}`,
    DATABASE_URL: server.appUrl,
    AUTH_SECRET: "of this test alone, and long enough",
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64"),
    SMTP_URL: "smtp://127.0.0.1:9",
    STRIPE_SECRET_KEY: "sk_test_production",
    STRIPE_API_BASE: "http://127.0.0.1:9",
    STRIPE_WEBHOOK_SECRET: "whsec_production",
    PURSE_DATA_DIR: `${folder}/unused`,
  };
});
test.afterEach(stopProducts);
test.afterAll(async () => {
  await server.stop();
  removeFolder(folder);
});

test("production names all missing variables at once and stops", async () => {
  const { APP_URL = "" } = env;
  const started = startProduct({ APP_URL });
  for (const name of ["DATABASE_URL", "AUTH_SECRET", "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", "SMTP_URL"])
    await expect(started).rejects.toThrow(name);
  await expect(started).rejects.toThrow("STRIPE_WEBHOOK_SECRET");
});

test("production does not migrate automatically", async () => {
  await expect(startProduct(env)).rejects.toThrow("npm run db:migrate");
});

test("in production every demo address responds with 404, no fake Stripe runs, and the demo's key is refused", async () => {
  await migrate(server.ownerUrl);
  const owner = postgres(server.ownerUrl, { max: 1 });
  await grantAppRole(owner, "purse_app");
  const product = await startProduct(env);
  // External servers may be down: the start warns, and continues.
  expect(product.output()).toMatch(/^Database: connected to 127\.0\.0\.1:\d+/m);
  for (const name of ["SMTP", "Stripe"])
    expect(product.output()).toMatch(new RegExp(`^Warning: ${name}: 127\\.0\\.0\\.1:9 can't be reached`, "m"));

  const addresses = demoAddresses();
  expect(addresses.length).toBeGreaterThanOrEqual(3);
  for (const { address, isPage } of addresses)
    for (const method of ["GET", "POST"]) {
      const form = method === "POST" ? { body: new URLSearchParams({ person: "example" }) } : {};
      const headers = { Origin: product.url };
      const { status } = await fetch(`${product.url}${address}`, { method, headers, redirect: "manual", ...form });
      // A route handler without GET refuses the method before any code of ours runs, and no page takes such a form.
      const refusals = method === "GET" ? [404, 405] : [isPage ? 415 : 404];
      expect(refusals, `${method} ${address}`).toContain(status);
    }
  const page = await (await fetch(`${product.url}/sign-in`)).text();
  const shown = page.replace(/<script.*?<\/script>/gs, "");
  expect(shown.match(/demo/i)).toBeNull();
  expect((await callAsService(product, "/api/v1/accounts", { body: { email: "a@example.com" } })).status).toBe(401);
  expect(product.output()).not.toContain("Fake Stripe");
  // A shop that sells nothing yet gets a line that says what fills it.
  expect(product.output()).toContain("run npx purse catalogue init");

  product.launcher.kill("SIGTERM");
  expect(await product.ended).toBe(0);
  await owner.end();
});

test("production refuses a database that carries the demo mark", async () => {
  const owner = postgres(server.ownerUrl, { max: 1 });
  await owner`insert into demo_mark default values`;
  await owner.end();
  await expect(startProduct(env)).rejects.toThrow("demo mark");
});

test("production refuses a database that may lose acknowledged commits", async () => {
  const superuser = postgres(server.superuserUrl, { max: 1 });
  await superuser`alter database purse set synchronous_commit = off`;
  await superuser.end();
  await expect(startProduct(env)).rejects.toThrow("synchronous_commit off");
});

test("a demo does not touch a database that it did not create", async () => {
  const owner = postgres(server.ownerUrl, { max: 1 });
  await owner`delete from demo_mark`;
  await owner.end();
  await expect(startProduct({ ...env, DEMO: "1" })).rejects.toThrow("no demo mark");
});

/** Every page and route handler of the app below a folder named demo, and the lab of devices. */
function demoAddresses(): { address: string; isPage: boolean }[] {
  return globSync("app/{**/demo/**,devices-lab}/{page.tsx,route.ts}", { cwd: projectFolder }).map((file) => {
    const address = file
      .replace(/^app/, "")
      .replace(/\/(page\.tsx|route\.ts)$/, "")
      .replace(/\/\([^)]*\)/g, "")
      .replace(/\[[^\]]*\]/g, "anything");
    return { address, isPage: file.endsWith("page.tsx") };
  });
}
