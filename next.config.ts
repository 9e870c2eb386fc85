import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

import { apiSecurityHeaders, fileSecurityHeaders, securityHeaders } from "./lib/api/http/security-headers.ts";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

/** The bench also measures routes that the product does not have, `route.bench.ts`, in a build of its own. */
const forBench: NextConfig = {
  distDir: ".next-bench",
  pageExtensions: ["bench.ts", "ts", "tsx"],
  typescript: { tsconfigPath: "bench/tsconfig.json", ignoreBuildErrors: true },
};

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  // `npm run check` type-checks every file, tests included, whose packages a build may lack.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  serverExternalPackages: ["drizzle-orm", "postgres", "sharp", "nodemailer", "pg-boss", "pino"],
  turbopack: { root: import.meta.dirname },
  experimental: {
    // The same limit as lib/api/http/form-guard.ts, for a server that runs without that guard.
    serverActions: { bodySizeLimit: 16 * 1024 },
    // Where each build is the first, writing 200 MB for the next one takes a quarter of its time.
    turbopackFileSystemCacheForBuild: !process.env.CI,
  },
  headers: async () => [
    { source: "/((?!_next/static/).*)", headers: listHeaders(securityHeaders) },
    { source: "/_next/static/:path*", headers: listHeaders(fileSecurityHeaders) },
    // Pages get their policy in proxy.ts.
    { source: "/api/:path*", headers: listHeaders(apiSecurityHeaders) },
  ],
  ...(process.env.BUILD_FOR === "bench" ? forBench : {}),
};

function listHeaders(headers: Record<string, string>) {
  return Object.entries(headers).map(([key, value]) => ({ key, value }));
}

export default withNextIntl(config);
