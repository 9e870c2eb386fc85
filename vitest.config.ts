import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "server-only": `${import.meta.dirname}/testing/nothing.ts` } },
  test: { include: ["**/*.test.ts"], exclude: ["node_modules/**", ".next/**", "e2e/**"] },
});
