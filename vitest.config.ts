import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const notOurs = ["node_modules/**", ".next/**", ".next-bench/**", ".data/**", "e2e/**"];

/** They set the environment before they load what reads it, so each has a process of its own. */
const ofSettings = [
  "lib/api/calls/balance-events.test.ts",
  "lib/billing/stripe/forward-to-fake.test.ts",
  "lib/mail/{compose,send}-email.test.ts",
  "lib/people/production.test.ts",
];

/** The same with a database: they replace a module, a variable or the address of the fake Stripe. */
const needsOwnProcess = /vi\.(mock|stubEnv)\(|env\.STRIPE_API_BASE = /;
const dbOfSettings = globSync("{app,bench,db,lib,scripts,testing}/**/*.db.test.ts", {
  cwd: import.meta.dirname,
}).filter((file) => needsOwnProcess.test(readFileSync(`${import.meta.dirname}/${file}`, "utf8")));

/** A path as a pattern: folders of routes have brackets in their names. */
function literally(path: string): string {
  return path.replaceAll(/[[\]()]/g, "?");
}

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
          exclude: [...notOurs, ...dbOfSettings.map(literally)],
          globalSetup: "testing/start-postgres.ts",
          setupFiles: "testing/stripe-address.ts",
          // As for unit tests. Each file has a database of its own.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "db of settings",
          include: dbOfSettings.map(literally),
          exclude: notOurs,
          globalSetup: "testing/start-postgres.ts",
          setupFiles: "testing/stripe-address.ts",
        },
      },
    ],
  },
});
