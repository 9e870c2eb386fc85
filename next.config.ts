import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

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
  serverExternalPackages: ["postgres", "sharp", "nodemailer", "pg-boss", "pino"],
  turbopack: { root: import.meta.dirname },
  // As much as lib/http/form-guard.ts lets through; for a server that stands without it.
  experimental: { serverActions: { bodySizeLimit: 16 * 1024 } },
  headers: async () => [
    {
      source: "/(.*)",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
      ],
    },
    // Nothing under it is a page: what a browser is led to open there runs nothing. Pages get their policy in proxy.ts.
    {
      source: "/api/:path*",
      headers: [{ key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" }],
    },
  ],
  ...(process.env.BUILD_FOR === "bench" ? forBench : {}),
};

export default withNextIntl(config);
