import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const DEMO = {
  DEMO: "1",
  APP_URL: "http://localhost:3000",
  AUTH_SECRET: "a".repeat(44),
  STRIPE_SECRET_KEY: "sk_test_1",
  STRIPE_WEBHOOK_SECRET: "whsec_new,whsec_old",
  CREDITS_SERVICE_KEY: "k".repeat(32),
};
const PRODUCTION = {
  ...DEMO,
  DEMO: "",
  DATABASE_URL: "postgres://app@db/purse",
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
  SMTP_URL: "smtp://mail.example.com",
};

test("several webhook secrets are accepted, so that one can be replaced", () => {
  expect(readSettings(DEMO).stripe.webhookSecrets).toEqual(["whsec_new", "whsec_old"]);
});

test("settings that are not configured are not shown", () => {
  const { pricesIncludeTax, refundPolicyUrl, sellerName, google } = readSettings({ ...DEMO, PRICES_INCLUDE_TAX: "" });
  expect({ pricesIncludeTax, refundPolicyUrl, sellerName, google }).toEqual({});
  expect(readSettings({ ...DEMO, PRICES_INCLUDE_TAX: "no" }).pricesIncludeTax).toBe(false);
});

test("CREDITS_SERVICE_KEY is read only in demo mode", () => {
  expect(readSettings(DEMO).serviceKey).toBe(DEMO.CREDITS_SERVICE_KEY);
  expect(readSettings(PRODUCTION)).toMatchObject({ demo: false, serviceKey: undefined });
});

test("APP_URL ends without a slash", () => {
  expect(readSettings({ ...DEMO, APP_URL: "http://localhost:3000/" }).appUrl).toBe("http://localhost:3000");
});

test.each([
  ["PRICES_INCLUDE_TAX", "maybe"],
  ["SUPPORT_EMAIL", "nobody"],
  ["TERMS_URL", "terms"],
  ["REFUND_POLICY_URL", "javascript:alert(1)"],
  ["CREDITS_SERVICE_KEY", "short"],
])("an invalid %s is named", (name, value) => {
  expect(() => readSettings({ ...DEMO, [name]: value })).toThrow(name);
});
