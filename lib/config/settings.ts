import "server-only";
import { z } from "zod";
import type { Env } from "./env.ts";
import { decideMode, isLiveKey } from "./mode.ts";

/** The app's configuration, checked once. Optional settings that are not set have no default claim. */
export type Settings = z.infer<typeof Shape> & { demo: boolean };

/** The settings of this process, read on first use and never at import, so that a build needs none of them. */
export function settings(): Settings {
  cached ??= readSettings(process.env);
  return cached;
}

/** Whether demo users, one-click sign-in, the outbox page and the fake Stripe exist; false in production. */
export function isDemo(): boolean {
  return settings().demo;
}

/**
 * Reads settings out of an environment.
 * @throws Error with one line for each problem, when the mode is refused or a value is malformed.
 */
export function readSettings(env: Env): Settings {
  const mode = decideMode(env);
  if (mode.status === "refused") throw new Error(mode.problems.join("\n"));
  const parsed = Shape.safeParse(readValues(env, mode.status === "demo"));
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join("\n"));
  return { ...parsed.data, demo: mode.status === "demo" };
}

let cached: Settings | undefined;

/** The address of a page; links must not contain anything else. */
function webAddress(name: string) {
  return z.url({ protocol: /^https?$/, error: `${name} is not the address of a page: it must begin with https://.` });
}

const Shape = z.object({
  appUrl: z.url("APP_URL is missing: start with npm start, which sets it.").transform((url) => new URL(url).origin),
  authSecret: z.string("AUTH_SECRET is missing: start with npm start, which makes one in demo mode.").min(32),
  stripe: z.object({
    secretKey: z.string("STRIPE_SECRET_KEY is missing."),
    webhookSecrets: z.array(z.string()).min(1, "STRIPE_WEBHOOK_SECRET is missing."),
    apiBase: z.url("STRIPE_API_BASE is not a valid URL.").optional(),
    live: z.boolean(),
  }),
  smtpUrl: z.string().optional(),
  mailFrom: z.string().optional(),
  google: z.object({ id: z.string(), secret: z.string() }).optional(),
  github: z.object({ id: z.string(), secret: z.string() }).optional(),
  pricesIncludeTax: z
    .enum(["yes", "no"], "PRICES_INCLUDE_TAX is yes or no, or not set.")
    .transform((value) => value === "yes")
    .optional(),
  refundPolicyUrl: webAddress("REFUND_POLICY_URL").optional(),
  sellerName: z.string().max(100).optional(),
  supportEmail: z.email("SUPPORT_EMAIL is not a valid email address.").optional(),
  termsUrl: webAddress("TERMS_URL").optional(),
  privacyUrl: webAddress("PRIVACY_URL").optional(),
  serviceKey: z.string().min(16, "CREDITS_SERVICE_KEY has at least 16 characters.").optional(),
});

function readValues(env: Env, demo: boolean) {
  const value = (name: string) => env[name] || undefined;
  return {
    appUrl: value("APP_URL"),
    authSecret: value("AUTH_SECRET"),
    stripe: {
      secretKey: value("STRIPE_SECRET_KEY"),
      webhookSecrets: (env.STRIPE_WEBHOOK_SECRET ?? "").split(",").filter(Boolean),
      apiBase: value("STRIPE_API_BASE"),
      live: isLiveKey(env.STRIPE_SECRET_KEY),
    },
    smtpUrl: value("SMTP_URL"),
    mailFrom: value("MAIL_FROM"),
    google: pair(env, "AUTH_GOOGLE"),
    github: pair(env, "AUTH_GITHUB"),
    pricesIncludeTax: value("PRICES_INCLUDE_TAX"),
    refundPolicyUrl: value("REFUND_POLICY_URL"),
    sellerName: value("SELLER_NAME"),
    supportEmail: value("SUPPORT_EMAIL") ?? (demo ? "support@purse.example" : undefined),
    termsUrl: value("TERMS_URL"),
    privacyUrl: value("PRIVACY_URL"),
    serviceKey: demo ? value("CREDITS_SERVICE_KEY") : undefined,
  };
}

function pair(env: Env, prefix: string) {
  const id = env[`${prefix}_ID`];
  const secret = env[`${prefix}_SECRET`];
  return id && secret ? { id, secret } : undefined;
}
