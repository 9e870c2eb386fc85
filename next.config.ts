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
  agentRules: false,
  serverExternalPackages: ["postgres", "sharp", "nodemailer", "pg-boss", "pino"],
  turbopack: { root: import.meta.dirname },
  headers: async () => [
    {
      source: "/(.*)",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
      ],
    },
  ],
  ...(process.env.BUILD_FOR === "bench" ? forBench : {}),
};

export default withNextIntl(config);
