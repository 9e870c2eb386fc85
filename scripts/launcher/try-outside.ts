import { setTimeout as sleep } from "node:timers/promises";
import { tryStripe } from "#lib/billing/stripe/client.ts";
import type { Settings } from "#lib/config/settings.ts";
import { openSmtp } from "#lib/mail/smtp.ts";

const defaultLimitMs = 5_000;

/**
 * Tries the external servers that the settings name, at the same time, and returns one line for each. None of them
 * stops a start: balances and spends need neither. No line contains a password, or a server's own message about one.
 */
export async function tryOutside({ smtpUrl, stripe }: Pick<Settings, "smtpUrl" | "stripe">, limitMs = defaultLimitMs) {
  const tries = [trySmtp(smtpUrl, limitMs), describeStripe(stripe, limitMs)];
  return (await Promise.all(tries)).filter((line) => line !== null);
}

async function trySmtp(smtpUrl: string | undefined, limitMs: number): Promise<string | null> {
  if (smtpUrl === undefined) return null;
  const { host } = new URL(smtpUrl);
  const transport = openSmtp(smtpUrl, limitMs);
  const attempt = transport.verify().then(
    () => "connected" as const,
    (error: unknown) => (codeOf(error) === "EAUTH" ? ("refused" as const) : codeOf(error)),
  );
  const result = await within(limitMs, attempt);
  transport.close();
  if (result === "connected") return `SMTP: connected to ${host}`;
  if (result === "refused")
    return `Warning: SMTP: ${host} refuses the user name or password in SMTP_URL: no emails can be sent.`;
  return `Warning: SMTP: ${host} can't be reached (${result}): no emails can be sent until it can.`;
}

async function describeStripe({ secretKey, apiBase, live }: Settings["stripe"], limitMs: number): Promise<string> {
  const host = apiBase === undefined ? "api.stripe.com" : new URL(apiBase).host;
  const result = await within(limitMs, tryStripe({ secretKey, apiBase }, limitMs));
  if (result === "connected") return `Stripe: connected to ${host}, ${live ? "live" : "test"} mode`;
  if (result === "invalid key")
    return `Warning: Stripe: ${host} does not know the key in STRIPE_SECRET_KEY (401): nothing can be bought.`;
  if (result === "not allowed")
    return "Warning: Stripe: the key in STRIPE_SECRET_KEY cannot read Checkout Sessions (403): nothing can be bought.";
  return `Warning: Stripe: ${host} can't be reached (${result}): nothing can be bought until it can.`;
}

async function within<Result>(limitMs: number, attempt: Promise<Result>): Promise<Result | string> {
  return await Promise.race([attempt, sleep(limitMs, `no answer within ${limitMs / 1_000} s`, { ref: false })]);
}

/** Only codes: messages of mail servers may repeat what was sent to them. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "no connection";
}
