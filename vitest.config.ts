import { defineConfig } from "vitest/config";

const notOurs = ["node_modules/**", ".next/**", ".next-bench/**", ".data/**", "e2e/**"];

/** They set the environment before they load what reads it, so each has a process of its own. */
const ofSettings = [
  "lib/api/calls/balance-events.test.ts",
  "lib/billing/stripe/forward-to-fake.test.ts",
  "lib/mail/{compose,send}-email.test.ts",
  "lib/people/production.test.ts",
];

/** The same with a database: they open a shop of the fake Stripe, whose address is a setting, or replace a module. */
const dbOfSettings = [
  "app/**/*.db.test.ts",
  "lib/billing/**/*.db.test.ts",
  "lib/api/{all-calls,answer-ready}.db.test.ts",
  "lib/demo/seed-demo.db.test.ts",
  "lib/api/calls/subscription.db.test.ts",
  "lib/ledger/read/{next-credits,plan-month-readers}.db.test.ts",
  "lib/live/balance-hub.db.test.ts",
];

export default defineConfig({
  resolve: { alias: { "server-only": `${import.meta.dirname}/testing/server-only.ts` } },
  test: {
    // No test asserts speed: a busy machine may be many times slower than a quiet one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    env: {
      DEMO: "1",
      LOG_LEVEL: "silent",
      APP_URL: "http://localhost:3000",
      AUTH_SECRET: "a secret of the tests, known to everybody",
      STRIPE_SECRET_KEY: "sk_test_of_the_tests",
      STRIPE_WEBHOOK_SECRET: "whsec_of_the_tests",
    },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: [...notOurs, "**/*.db.test.ts", ...ofSettings],
          // Loading the product takes longer than most of these tests, so files share it: each restores what it replaces.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: "unit of settings", include: ofSettings, exclude: notOurs },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: [...notOurs, ...dbOfSettings],
          globalSetup: "testing/start-postgres.ts",
          // As for unit tests. Each file has a database of its own.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "db of settings",
          include: dbOfSettings,
          exclude: notOurs,
          globalSetup: "testing/start-postgres.ts",
          env: { OWN_PROCESS: "1" },
        },
      },
    ],
  },
});
