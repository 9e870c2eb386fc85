import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

import { apiSecurityHeaders, securityHeaders } from "./lib/api/http/security-headers.ts";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

/** The bench measures beside routes that are not of the product, `route.bench.ts`: in a build of its own. */
const forBench: NextConfig = {
  distDir: ".next-bench",
  pageExtensions: ["bench.ts", "ts", "tsx"],
  typescript: { tsconfigPath: "bench/tsconfig.json", ignoreBuildErrors: true },
};

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  // `npm run check` holds every file to its types, tests among them, whose packages a build need not have.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  serverExternalPackages: ["drizzle-orm", "postgres", "sharp", "nodemailer", "pg-boss", "pino"],
  turbopack: { root: import.meta.dirname },
  // As much as lib/api/http/form-guard.ts lets through; for a server that stands without it.
  experimental: { serverActions: { bodySizeLimit: 16 * 1024 } },
  headers: async () => [
    {
      source: "/(.*)",
      headers: listHeaders(securityHeaders),
    },
    // Pages get their policy in proxy.ts.
    { source: "/api/:path*", headers: listHeaders(apiSecurityHeaders) },
  ],
  ...(process.env.BUILD_FOR === "bench" ? forBench : {}),
};

function listHeaders(headers: Record<string, string>) {
  return Object.entries(headers).map(([key, value]) => ({ key, value }));
}

export default withNextIntl(config);
