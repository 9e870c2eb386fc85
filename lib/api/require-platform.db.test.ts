import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { addPrice } from "#db/queries/catalogue/dated-rows.ts";
import { changePlace } from "#db/queries/devices/platform-policies.ts";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { testDatabase } from "#testing/database.ts";
import { requirePlatform } from "./require-platform.ts";

const { db } = await testDatabase();
await seedCatalogue(db);

test.each(["web", "on-device", "none"] as const)(
  "a feature whose place is %s sends an app to its page, and a retired one to no page",
  async (place) => {
    const feature = { web: "ai-image", "on-device": "smart-cutout", none: "ai-script" }[place];
    await changePlace(db, { feature, platform: "mobile", place });
    const mobile = { account: randomUUID(), platform: "mobile", returnLink: null, denied: null } as const;
    const page = expect.stringContaining(`/tools/${feature}`);
    expect(await requirePlatform(mobile, feature, null)).toMatchObject({
      slug: "not-on-this-platform",
      more: { webUrl: page },
    });

    const from = new Date();
    await addPrice(db, { feature, costPerUnit: 1, from, retiredAt: from });
    expect(await requirePlatform(mobile, feature, null)).toMatchObject({
      slug: "invalid-request",
      more: { errors: [{ path: "feature", message: "is no longer offered" }] },
    });
    const denied = { slug: "not-on-this-platform", detail: "it runs elsewhere" } as const;
    expect(await requirePlatform({ ...mobile, denied }, feature, null)).toEqual(denied);
  },
);
