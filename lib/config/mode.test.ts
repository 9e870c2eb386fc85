import { describe, expect, test } from "vitest";
import { type DatabaseFacts, decideMode, refuseDatabase } from "./mode.ts";

const PRODUCTION = {
  APP_URL: "https://credits.example.com",
  DATABASE_URL: "postgres://app@db/purse",
  AUTH_SECRET: "a".repeat(44),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
  SMTP_URL: "smtp://mail.example.com",
  STRIPE_SECRET_KEY: "sk_test_1",
  STRIPE_WEBHOOK_SECRET: "whsec_1",
};
const LIVE = {
  ...PRODUCTION,
  STRIPE_SECRET_KEY: "sk_live_1",
  SELLER_NAME: "Example Ltd",
  SUPPORT_EMAIL: "help@example.com",
  TERMS_URL: "https://example.com/terms",
  PRIVACY_URL: "https://example.com/privacy",
};

describe("demo mode", () => {
  test("is on when nothing is configured", () => {
    expect(decideMode({}).status).toBe("demo");
    expect(decideMode({ DATABASE_URL: "", SMTP_URL: "" }).status).toBe("demo");
  });

  test.each(["DATABASE_URL", "STRIPE_SECRET_KEY", "SMTP_URL", "APP_URL"] as const)(
    "is off as soon as %s is set",
    (name) => {
      expect(decideMode({ [name]: PRODUCTION[name] }).status).toBe("refused");
    },
  );

  test("is on with DEMO=1, whatever else is set", () => {
    expect(decideMode({ ...PRODUCTION, DEMO: "1" }).status).toBe("demo");
  });

  test.each(["sk_live_1", "rk_live_1"])("is refused with the live key %s", (key) => {
    const mode = decideMode({ DEMO: "1", STRIPE_SECRET_KEY: key });
    expect(mode.status).toBe("refused");
    expect(mode.problems.join()).toContain("live Stripe key");
  });

  test.each(["0", "true", "yes"])("is not guessed from DEMO=%s", (value) => {
    expect(decideMode({ DEMO: value }).status).toBe("refused");
  });
});

describe("production", () => {
  test("starts when all is set", () => {
    expect(decideMode(PRODUCTION)).toEqual({ status: "production", problems: [] });
  });

  test("names all missing variables at once", () => {
    const { problems } = decideMode({ APP_URL: PRODUCTION.APP_URL });
    for (const name of ["DATABASE_URL", "AUTH_SECRET", "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", "SMTP_URL"])
      expect(problems.some((line) => line.includes(name))).toBe(true);
    for (const name of ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"]) expect(problems).toContain(`Missing: ${name}`);
  });

  test.each(["AUTH_GOOGLE", "AUTH_GITHUB"])("takes the pair %s in place of SMTP_URL", (prefix) => {
    const withPair = { ...PRODUCTION, SMTP_URL: "", [`${prefix}_ID`]: "id", [`${prefix}_SECRET`]: "secret" };
    expect(decideMode(withPair).status).toBe("production");
    expect(decideMode({ ...withPair, [`${prefix}_SECRET`]: "" }).status).toBe("refused");
  });

  test("needs seller, support, terms and privacy with a live key", () => {
    expect(decideMode(LIVE).status).toBe("production");
    for (const name of ["SELLER_NAME", "SUPPORT_EMAIL", "TERMS_URL", "PRIVACY_URL"])
      expect(decideMode({ ...LIVE, [name]: "" }).problems.join()).toContain(name);
  });

  test("never points the SDK elsewhere with a live key", () => {
    const elsewhere = { STRIPE_API_BASE: "http://localhost:12111" };
    expect(decideMode({ ...LIVE, ...elsewhere }).status).toBe("refused");
    expect(decideMode({ ...PRODUCTION, ...elsewhere }).status).toBe("production");
  });

  test.each([
    ["APP_URL", "https://example.com/credits"],
    ["APP_URL", "http://example.com"],
    ["APP_URL", "example.com"],
    ["DATABASE_URL", "mysql://db/purse"],
    ["SMTP_URL", "mail.example.com"],
    ["AUTH_SECRET", "short"],
    ["TRUSTED_PROXIES", "proxy.internal"],
    ["DATABASE_OWNER_URL", "mysql://db/purse"],
    ["DATABASE_DIRECT_URL", "db.internal"],
    ["DATABASE_URL", "postgres://app:pass#word@db/purse"],
    ["SMTP_URL", "smtp://app:pass/word@mail.example.com"],
    ["SMTP_URL", "smtp://app:100%@mail.example.com"],
    ["MAIL_FROM", ""],
    ["MAIL_FROM", " "],
    ["MAIL_FROM", "a"],
    ["MAIL_FROM", "Purse"],
    ["MAIL_FROM", "@example.com"],
    ["MAIL_FROM", "hello@"],
    ["MAIL_FROM", "a@example.com, b@example.com"],
    ["MAIL_FROM", "a@example.com\r\nBcc: b@example.com"],
    ["STRIPE_SECRET_KEY", "x"],
    ["STRIPE_WEBHOOK_SECRET", "whsec_1,x"],
    ["GROUP_COMMIT", "maybe"],
    ["GATHER", "maybe"],
    ["NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", "c2hvcnQ="],
  ])("refuses %s=%s", (name, value) => {
    expect(decideMode({ ...PRODUCTION, [name]: value }).problems.join()).toContain(name);
  });

  test.each(["hello@example.com", "Purse <hello@example.com>", '"Studio, Ltd" <hello@münchen.de>', undefined])(
    "sends emails from MAIL_FROM=%s",
    (sender) => {
      expect(decideMode({ ...PRODUCTION, MAIL_FROM: sender }).status).toBe("production");
    },
  );

  test("never repeats an address, which may hold a password", () => {
    const addresses = { DATABASE_URL: "postgres://app:sec#ret@db", SMTP_URL: "smtp://app:sec/ret@mail" };
    const { problems } = decideMode({ ...PRODUCTION, ...addresses });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toMatch(/sec|ret@/);
  });

  test("can run on localhost without TLS", () => {
    expect(decideMode({ ...PRODUCTION, APP_URL: "http://localhost:3000" }).status).toBe("production");
  });
});

describe("the database", () => {
  const sound: DatabaseFacts = {
    hasTables: true,
    marked: false,
    pendingMigrations: 0,
    newer: null,
    fsync: "on",
    synchronousCommit: "on",
  };

  test("of a demo must be empty or have the demo mark", () => {
    expect(refuseDatabase("demo", { ...sound, hasTables: false })).toEqual([]);
    expect(refuseDatabase("demo", { ...sound, marked: true })).toEqual([]);
    expect(refuseDatabase("demo", sound)).toHaveLength(1);
  });

  test("of production is accepted when nothing is wrong", () => {
    expect(refuseDatabase("production", sound)).toEqual([]);
    expect(refuseDatabase("production", { ...sound, synchronousCommit: "remote_apply" })).toEqual([]);
  });

  test.each(["demo", "production"] as const)("of a newer version is refused in mode %s", (mode) => {
    expect(refuseDatabase(mode, { ...sound, marked: mode === "demo", newer: "It is newer." })).toEqual([
      "It is newer.",
    ]);
  });

  test.each([{ marked: true }, { pendingMigrations: 2 }, { fsync: "off" }, { synchronousCommit: "off" }])(
    "is refused in production with %o",
    (wrong) => {
      expect(refuseDatabase("production", { ...sound, ...wrong })).toHaveLength(1);
    },
  );
});
