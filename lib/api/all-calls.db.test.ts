import { createHash, randomBytes, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { servicePermissions } from "#lib/people/service-key.ts";
import { startSession } from "#lib/people/start-session.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop } from "#testing/shop.ts";
import { allCalls } from "./all-calls.ts";
import type { Call } from "./call.ts";
import { describeCall } from "./describe-call.ts";

type Headers = Record<string, string>;

const { db } = await testDatabase();
const shop = await openShop(db);
const origin = "http://localhost:3000";
const callers = new Map<string, Headers>();

beforeAll(async () => {
  const account = await shop.newBuyer();
  const { name, value } = await startSession({ userId: account, method: "email", previous: null, userAgent: null });
  callers.set("web", { Cookie: `${name}=${value}`, Origin: origin });
  for (const permission of servicePermissions) {
    const secret = randomBytes(24).toString("base64url");
    await db.$client`insert into service_keys (name, client, hash, may)
      values (${permission}, ${permission}, ${hashOf(secret)}, array[${permission}])`;
    callers.set(permission, { Authorization: `Bearer ${secret}`, "Credits-Account": account });
  }
  for (const platform of ["desktop", "mobile"]) {
    const token = `pdt_${randomBytes(32).toString("base64url")}`;
    await db.$client`insert into devices (user_id, platform, version, token_hash)
      values (${account}, ${platform}, '99.0.0', ${hashOf(token)})`;
    callers.set(platform, { Authorization: `Bearer ${token}`, "Credits-Client": `${platform}/99.0.0` });
  }
});

describe.each(allCalls.map((call) => ({ name: `${call.method} ${call.path}`, call })))("$name", ({ call }) => {
  test("refuses callers without permission, and no others", async () => {
    expect(await send(call, {})).toBe(401);
    for (const [caller, headers] of callers) {
      const status = await send(call, headers);
      const denied = status === 401 || status === 403;
      if (!mayCall(call, caller)) expect([caller, status]).toEqual([caller, 403]);
      else if (caller === "web" || isPermission(caller)) expect([caller, denied]).toEqual([caller, false]);
      else expect([caller, status]).not.toEqual([caller, 401]);
    }
  });

  test("has the same callers in the OpenAPI document", () => {
    const named = describeCall(call).security?.flatMap((scheme) => Object.keys(scheme)) ?? [];
    expect(named.includes("session")).toBe(mayCall(call, "web"));
    expect(named.includes("serviceKey")).toBe(servicePermissions.some((permission) => mayCall(call, permission)));
    expect(named.includes("deviceToken")).toBe(mayCall(call, "desktop"));
  });
});

/**
 * Valid bodies of keyed calls that devices cannot make. A device's write is refused only after its key was looked up, so
 * a retry still gets its response, and its shape is checked before that.
 */
const bodies: Record<string, object> = {
  grant: { kind: "activity", amount: 1, expiresAt: "2100-01-01T00:00:00Z", source: "test", reason: "A test" },
  returnGrant: { source: "test", sourceId: "1", paid: 100, returned: 100 },
  hold: { feature: "ai-image" },
  extend: { expiresInSeconds: 900 },
  refund: { reason: "A test" },
};

/** The status of a request; all that matters is whether it passed the caller's check. */
async function send({ operationId, method, path, serve }: Call, headers: Headers): Promise<number> {
  const body = JSON.stringify(headers["Credits-Client"] === undefined ? {} : (bodies[operationId] ?? {}));
  const request = new Request(`${origin}${path.replace(/\{\w+\}/g, "1")}`, {
    method,
    headers: { ...headers, "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
    ...(method === "POST" ? { body } : {}),
  });
  const response = await serve(request, { id: "1", version: "1", number: "1" });
  await response.body?.cancel();
  return response.status;
}

/** What the table says. A device's platform can refuse more; it never allows more. */
function mayCall({ callers }: Call, caller: string): boolean {
  if (!callers.account) return caller === callers.permission;
  const { web, service, device } = callers.access;
  if (caller === "web") return web;
  return isPermission(caller) ? caller === service : device !== null;
}

function isPermission(caller: string): boolean {
  return servicePermissions.some((permission) => permission === caller);
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
