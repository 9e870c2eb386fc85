import type { Env } from "./env.ts";
import { groupCommitProblems } from "./group-commit.ts";
import { refuseAddresses } from "./refuse-addresses.ts";
import { trustedProxies } from "./trusted-proxies.ts";

/** How Purse runs, or every reason why it must not: each problem is one line that says what to do. */
export type Mode =
  | { status: "demo"; problems: [] }
  | { status: "production"; problems: [] }
  | { status: "refused"; problems: string[] };

/** What the database says about itself when the launcher has connected as its owner. */
export type DatabaseFacts = {
  hasTables: boolean;
  marked: boolean;
  pendingMigrations: number;
  /** Why this version must not use the database: a newer version's migrations were applied. */
  newer: string | null;
  fsync: string;
  synchronousCommit: string;
};

/** The values of `LOG_LEVEL`, the quietest first. */
export const logLevels = ["silent", "fatal", "error", "warn", "info", "debug"] as const;

/**
 * Decides between demo and production, and refuses anything else. Only this function decides: a demo has
 * one-click sign-in and a fake Stripe, so it never starts because one variable was forgotten among configured ones.
 */
export function decideMode(env: Env): Mode {
  const demo = isOn(env, "DEMO");
  if (demo === "neither") return refuse(["DEMO is 1 or not set at all: set DEMO=1 for demo mode, else remove it."]);
  if (demo === "on" || CONFIGURED.every((name) => !env[name])) return orRefuse("demo", demoProblems(env));
  return orRefuse("production", [...missing(env), ...malformed(env, "production"), ...unfitForLive(env)]);
}

/**
 * Returns why this database must not be used in this mode; an empty list means that it can be used. Demo users never
 * enter a database with other tables, and production never opens a database that demo users can sign in to.
 */
export function refuseDatabase(mode: "demo" | "production", facts: DatabaseFacts): string[] {
  const problems = facts.newer === null ? [] : [facts.newer];
  if (mode === "demo") return facts.hasTables && !facts.marked ? [...problems, UNMARKED] : problems;
  if (facts.marked) problems.push(MARKED);
  if (facts.pendingMigrations > 0)
    problems.push(
      `The database lacks ${facts.pendingMigrations} migration(s): run npm run db:migrate, then start again.`,
    );
  if (facts.fsync === "off") problems.push("The database runs with fsync off and may lose credits: turn fsync on.");
  if (facts.synchronousCommit === "off")
    problems.push("The database runs with synchronous_commit off and may lose credits: turn it on.");
  return problems;
}

/** Whether a Stripe key moves real money; restricted keys included. */
export function isLiveKey(key: string | undefined): boolean {
  return key !== undefined && /^(sk|rk)_live_/.test(key);
}

const CONFIGURED = ["DATABASE_URL", "STRIPE_SECRET_KEY", "SMTP_URL", "APP_URL"];
const UNMARKED =
  "The database has tables but no demo mark: demo mode touches only databases that it made. Give an empty one, or leave DEMO out.";
const MARKED =
  "The database carries the demo mark: people can sign in to it without proof. Use another database for production.";

function isOn(env: Env, name: string): "on" | "off" | "neither" {
  if (!env[name]) return "off";
  return env[name] === "1" ? "on" : "neither";
}

function demoProblems(env: Env): string[] {
  const problems = malformed(env, "demo");
  if (isLiveKey(env.STRIPE_SECRET_KEY))
    problems.push("DEMO=1 with a live Stripe key: remove STRIPE_SECRET_KEY, demo mode brings its own.");
  return problems;
}

function missing(env: Env): string[] {
  const names = [
    "APP_URL",
    "DATABASE_URL",
    "AUTH_SECRET",
    "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
  ].filter((name) => !env[name]);
  const canSignIn = env.SMTP_URL || hasPair(env, "AUTH_GOOGLE") || hasPair(env, "AUTH_GITHUB");
  if (!canSignIn)
    names.push("SMTP_URL (or AUTH_GOOGLE_ID and AUTH_GOOGLE_SECRET, or AUTH_GITHUB_ID and AUTH_GITHUB_SECRET)");
  return names.map((name) => `Missing: ${name}`);
}

function hasPair(env: Env, prefix: string): boolean {
  return Boolean(env[`${prefix}_ID`] && env[`${prefix}_SECRET`]);
}

function malformed(env: Env, mode: "demo" | "production"): string[] {
  const problems: string[] = [];
  if (env.APP_URL && !isOrigin(env.APP_URL, mode))
    problems.push(
      "APP_URL is the bare address people open, such as https://credits.example.com (http only for localhost).",
    );
  problems.push(...refuseAddresses(env));
  if (mode === "production" && env.MAIL_FROM !== undefined && env.MAIL_FROM.trim() === "")
    problems.push("MAIL_FROM is empty: set the address that emails come from, or remove the variable.");
  if (env.STRIPE_SECRET_KEY && !/^(sk|rk)_(test|live)_/.test(env.STRIPE_SECRET_KEY))
    problems.push("STRIPE_SECRET_KEY begins with sk_test_, sk_live_, rk_test_ or rk_live_");
  if (env.STRIPE_WEBHOOK_SECRET?.split(",").some((secret) => !secret.trim().startsWith("whsec_")))
    problems.push("STRIPE_WEBHOOK_SECRET begins with whsec_; several have commas between them");
  problems.push(...groupCommitProblems(env));
  if (env.DIRECT_API && env.DIRECT_API !== "on" && env.DIRECT_API !== "off") problems.push("DIRECT_API is on or off");
  if (env.LOG_LEVEL && !logLevels.some((level) => level === env.LOG_LEVEL))
    problems.push(`LOG_LEVEL is one of ${logLevels.join(", ")}`);
  if (env.AUTH_SECRET && env.AUTH_SECRET.length < 32)
    problems.push("AUTH_SECRET has at least 32 characters: make one with openssl rand -base64 33");
  if (env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY && !isAesKey(env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY))
    problems.push("NEXT_SERVER_ACTIONS_ENCRYPTION_KEY is 32 bytes in base64: make one with openssl rand -base64 32");
  const proxies = refuseProxies(env.TRUSTED_PROXIES);
  if (proxies !== null) problems.push(proxies);
  for (const prefix of ["AUTH_GOOGLE", "AUTH_GITHUB"])
    if (Boolean(env[`${prefix}_ID`]) !== Boolean(env[`${prefix}_SECRET`]))
      problems.push(`${prefix}_ID and ${prefix}_SECRET belong together: set both or neither.`);
  return problems;
}

function refuseProxies(setting: string | undefined): string | null {
  try {
    trustedProxies(setting);
    return null;
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
}

function isOrigin(value: string, mode: "demo" | "production"): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const bare = url.pathname === "/" && !url.search && !url.hash && !url.username;
  return (
    bare &&
    (url.protocol === "https:" || (url.protocol === "http:" && (mode === "demo" || url.hostname === "localhost")))
  );
}

function isAesKey(value: string): boolean {
  return [16, 24, 32].includes(Buffer.from(value, "base64").length);
}

function unfitForLive(env: Env): string[] {
  if (!isLiveKey(env.STRIPE_SECRET_KEY)) return [];
  const problems = ["SELLER_NAME", "SUPPORT_EMAIL", "TERMS_URL", "PRIVACY_URL"]
    .filter((name) => !env[name])
    .map((name) => `Missing, for a live Stripe key: ${name}`);
  if (env.STRIPE_API_BASE) problems.push("STRIPE_API_BASE never goes with a live key: remove it.");
  return problems;
}

function orRefuse(status: "demo" | "production", problems: string[]): Mode {
  return problems.length > 0 ? refuse(problems) : { status, problems: [] };
}

function refuse(problems: string[]): Mode {
  return { status: "refused", problems };
}
