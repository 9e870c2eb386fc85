import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, type Page, test } from "@playwright/test";
import postgres from "postgres";
import { startFakeStripe } from "#scripts/fake-stripe/start.ts";
import { findFreePort } from "#scripts/launcher/free-port.ts";
import { projectFolder } from "#scripts/launcher/options.ts";
import { startPostgres } from "#scripts/local-postgres/postgres.ts";
import { startMailServer } from "#testing/mail-server.ts";
import { makeFolder, removeFolder } from "#testing/product.ts";

test.setTimeout(180_000);
const stops: (() => Promise<unknown> | unknown)[] = [];
test.afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

test("README's production section leads from an empty Postgres to the first sale, line by line", async ({ page }) => {
  const readme = readFileSync(join(projectFolder, "README.md"), "utf8").split("## In production")[1] ?? "";
  const [database, mail, appPort] = [await emptyPostgres(), await startMailServer(), await findFreePort()];
  stops.push(mail.stop);
  const appUrl = `http://localhost:${appPort}`;
  const stripe = await startFakeStripe({
    port: 0,
    webhookUrl: `${appUrl}/api/stripe/webhook`,
    webhookSecrets: ["whsec_secret"],
    publicUrl: "https://checkout.stripe.com",
  });
  stops.push(stripe.stop);

  await database.run(fenced(readme, "sql"));
  // Only addresses are this test's own.
  const commands = [
    ["localhost:5432", database.host],
    ["https://credits.example.com", appUrl],
    ["smtp://user:password@mail.example.com:587", mail.url],
    // `.ci/run` runs it separately: it takes longest.
    ["npm ci --omit=dev\n", ""],
  ].reduce((text, [said, own]) => replaceOnceOrMore(text, said, own), fenced(readme, "sh"));
  const shell = runInCopy(commands, { PORT: String(appPort), STRIPE_API_BASE: stripe.url });
  await shell.until(appUrl);
  expect(shell.output()).toContain("+ pack pack-100: 100 credits for $4.99, never expire");
  expect(shell.output()).not.toMatch(/may change history|The catalogue has no/);

  await signIn(page, appUrl, mail.emails);
  await buyFirstPack(page, { appUrl, stripeUrl: stripe.url });
  await expect(page.getByRole("heading", { name: "100 credits added" })).toBeVisible();
  await expect.poll(() => mail.emails.some((email) => email.includes("$4.99"))).toBe(true);
});

function fenced(text: string, language: string): string {
  const block = text.match(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``))?.[1];
  if (block === undefined) throw new Error(`README has no ${language} block`);
  return block;
}

function replaceOnceOrMore(text: string, said: string | undefined, own = ""): string {
  if (said === undefined || !text.includes(said)) throw new Error(`README does not say ${said}`);
  return text.replaceAll(said, own);
}

/** A server as it is after installation: no roles and no databases but its own. */
async function emptyPostgres() {
  const folder = makeFolder();
  stops.push(() => removeFolder(folder));
  const server = await startPostgres({ dataFolder: folder });
  stops.push(server.stop);
  const run = async (statements: string) => {
    const superuser = postgres(server.superuserUrl, { max: 1 });
    // One after the other: CREATE DATABASE cannot run in a transaction.
    for (const statement of statements.split(";").filter((part) => part.trim() !== ""))
      await superuser.unsafe(statement);
    await superuser.end();
  };
  await run("drop database purse; drop role purse_app; drop role purse_owner");
  return { host: new URL(server.superuserUrl).host, run };
}

/** Runs commands in a copy of the project with this one's packages and build, because they write a settings file. */
function runInCopy(commands: string, env: Record<string, string>) {
  const folder = makeFolder();
  stops.push(() => removeFolder(folder));
  const notCopied = /^(node_modules|\.next.*|\.data|\.git|\.env.*|test-results|playwright-report)$/;
  const top = (path: string) => path.slice(projectFolder.length + 1).split("/")[0] ?? "";
  cpSync(projectFolder, folder, { recursive: true, filter: (path) => !notCopied.test(top(path)) });
  for (const shared of ["node_modules", ".next"]) symlinkSync(join(projectFolder, shared), join(folder, shared));
  const shell = spawn("bash", ["-euc", commands], {
    cwd: folder,
    env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that all of it can be ended.
    detached: true,
  });
  stops.push(() => endGroup(shell));
  let output = "";
  for (const stream of [shell.stdout, shell.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  return {
    output: () => output,
    async until(line: string) {
      while (!output.includes(`\n${line}\n`)) {
        if (shell.exitCode !== null) throw new Error(`It ended before "${line}":\n${output}`);
        await sleep(50);
      }
    },
  };
}

async function endGroup(shell: ChildProcess): Promise<void> {
  if (shell.exitCode !== null || shell.pid === undefined) return;
  const ended = once(shell, "exit");
  process.kill(-shell.pid, "SIGTERM");
  await ended;
}

async function signIn(page: Page, appUrl: string, emails: string[]): Promise<void> {
  await page.goto(`${appUrl}/sign-in`);
  await page.getByLabel("Email address").fill("first-buyer@example.com");
  await page.getByRole("button", { name: "Email me a link" }).click();
  const link = () => emails.join("\n").match(new RegExp(`${appUrl}/\\S+`))?.[0] ?? "";
  await expect.poll(link).not.toBe("");
  await page.goto(link());
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(`${appUrl}/profile/credits`);
}

async function buyFirstPack(page: Page, { appUrl, stripeUrl }: { appUrl: string; stripeUrl: string }): Promise<void> {
  await page.route("https://checkout.stripe.com/**", (route) => route.fulfill({ body: "A payment page of Stripe" }));
  await page.goto(`${appUrl}/profile/credits/store`);
  await page.getByRole("radio", { name: /^100 credits/ }).check({ force: true });
  await page.getByRole("button", { name: "Pay $4.99 with Stripe" }).click();
  await page.waitForURL("https://checkout.stripe.com/**");
  const session = page.url().split("/").at(-1);
  const body = new URLSearchParams({ button: "pay" });
  const paid = await fetch(`${stripeUrl}/pay/${session}`, { method: "POST", body, redirect: "manual" });
  await page.goto(paid.headers.get("location") ?? "");
}
