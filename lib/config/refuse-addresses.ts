import { domainToASCII } from "node:url";
import addressparser from "nodemailer/lib/addressparser/index.js";
import type { Env } from "./env.ts";

/**
 * Lists invalid addresses of servers and of the email sender. No line repeats a value, as it may contain a password.
 */
export function refuseAddresses(env: Env): string[] {
  const problems: string[] = [];
  for (const name of ["DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL"])
    problems.push(...refuseServer(name, env[name], /^postgres(ql)?:\/\//, "postgres://"));
  problems.push(...refuseServer("SMTP_URL", env.SMTP_URL, /^smtps?:\/\//, "smtp:// or smtps://"));
  if (env.MAIL_FROM && !isSender(env.MAIL_FROM))
    problems.push("MAIL_FROM is the one address that emails come from, such as Purse <hello@example.com>");
  return problems;
}

function refuseServer(name: string, value: string | undefined, scheme: RegExp, schemes: string): string[] {
  if (!value) return [];
  if (!scheme.test(value)) return [`${name} begins with ${schemes}`];
  if (URL.canParse(value) && canDecode(value)) return [];
  return [`${name} is not a valid address: write special characters of its password as %XX, such as %23 for #`];
}

function canDecode(value: string): boolean {
  const { hostname, username, password } = new URL(value);
  try {
    return hostname !== "" && [username, password].map(decodeURIComponent).length === 2;
  } catch {
    return false;
  }
}

/** Exactly one address, with or without a name; its domain may be internationalised. */
function isSender(value: string): boolean {
  const [sender, ...others] = addressparser(value, { flatten: true });
  if (sender === undefined || others.length > 0 || /[\r\n]/.test(value)) return false;
  const at = sender.address.lastIndexOf("@");
  const domain = domainToASCII(sender.address.slice(at + 1));
  return /^[^\s@<>(),;:"]{1,64}$/.test(sender.address.slice(0, Math.max(at, 0))) && /^[a-z\d.-]+$/.test(domain);
}
