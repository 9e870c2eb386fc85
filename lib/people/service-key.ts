import "server-only";
import { hash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { readServiceKeys, touchServiceKeys } from "#db/queries/people/service-keys.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { together } from "#lib/together.ts";

/** The permissions of a product back end's key; `spend` covers quotes and spends. */
export const servicePermissions = ["read", "spend", "refund", "grant", "accounts", "campaigns"] as const;
export type ServicePermission = (typeof servicePermissions)[number];

/** A valid key that was presented. */
export interface ServiceKey {
  name: string;
  /** The back end that the key belongs to; keys that replace each other share it. */
  client: string;
  /** What the table stores of it; null for the demonstration's key. */
  hash: string | null;
  may: readonly ServicePermission[];
}

const bearerForm = /^Bearer ([\x21-\x7e]{16,200})$/i;
const permissions = z.array(z.enum(servicePermissions));

/** The key of an Authorization header, or null when it is unknown, revoked or malformed. */
export async function checkServiceKey(authorization: string): Promise<ServiceKey | null> {
  const secret = bearerForm.exec(authorization)?.[1];
  if (secret === undefined) return null;
  const demoKey = settings().serviceKey;
  if (demoKey !== undefined && equal(secret, demoKey)) {
    return { name: "demo", client: "demo", hash: null, may: servicePermissions };
  }
  return await readKey(hashServiceKey(secret));
}

/**
 * A product back end sends many calls at once: the keys of those that arrive in one turn are read in one statement.
 * Each is read after its request arrived, so that a revoked key opens nothing.
 */
const readKey = together(async (hashes: readonly string[]): Promise<Map<string, ServiceKey>> => {
  const rows = await readServiceKeys(database(), hashes);
  const unseen = rows.filter((row) => !row.seen).map((row) => row.name);
  if (unseen.length > 0) await touchServiceKeys(database(), unseen);
  return new Map(
    rows.map(({ name, client, hash, may }) => [hash, { name, client, hash, may: permissions.parse(may) }]),
  );
});

/** What the table stores of a key: its SHA-256 in hex. */
export function hashServiceKey(secret: string): string {
  return hash("sha256", secret);
}

function equal(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(hashServiceKey(a)), Buffer.from(hashServiceKey(b)));
}
