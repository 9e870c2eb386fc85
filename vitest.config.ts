import { defineConfig } from "vitest/config";

const notOurs = ["node_modules/**", ".next/**", ".next-bench/**", ".data/**", "e2e/**"];

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
        test: { name: "unit", include: ["**/*.test.ts"], exclude: [...notOurs, "**/*.db.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: notOurs,
          globalSetup: "testing/start-postgres.ts",
        },
      },
    ],
  },
});
