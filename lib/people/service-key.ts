import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { readServiceKey, touchServiceKey } from "#db/queries/service-keys.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";

/** What a product back end's key can be allowed: `spend` is quotes and spends. */
export const servicePermissions = ["read", "spend", "refund", "grant", "accounts"] as const;
export type ServicePermission = (typeof servicePermissions)[number];

/** A key that was presented and is in force. */
export interface ServiceKey {
  name: string;
  /** The back end whose key it is: keys that replace each other share it. */
  client: string;
  /** What the table keeps of it; null for the demonstration's own. */
  hash: string | null;
  may: readonly ServicePermission[];
}

const bearerForm = /^Bearer ([\x21-\x7e]{16,200})$/i;
const permissions = z.array(z.enum(servicePermissions));

/** The key that an Authorization header carries, or null when it is unknown, revoked or malformed. */
export async function checkServiceKey(authorization: string): Promise<ServiceKey | null> {
  const secret = bearerForm.exec(authorization)?.[1];
  if (secret === undefined) return null;
  const demoKey = settings().serviceKey;
  if (demoKey !== undefined && equal(secret, demoKey)) {
    return { name: "demo", client: "demo", hash: null, may: servicePermissions };
  }
  const row = await readServiceKey(database(), hashServiceKey(secret));
  if (row === null) return null;
  if (!row.seen) await touchServiceKey(database(), row.name);
  const { name, client, hash } = row;
  return { name, client, hash, may: permissions.parse(row.may) };
}

/** What the table keeps of a key: its SHA-256 in hex. */
export function hashServiceKey(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

function equal(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(hashServiceKey(a)), Buffer.from(hashServiceKey(b)));
}
