import { defineConfig } from "@playwright/test";

// `npm run e2e` sets these; the defaults serve a test that is run alone from an editor.
const { E2E_IDENTITIES_PORT = "3198", E2E_REPORT, E2E_ALL, CHROMIUM_PATH } = process.env;
// Tests read these too.
process.env.E2E_PORT ??= "3199";
process.env.E2E_DATA ??= ".data/e2e";
const { E2E_PORT, E2E_DATA } = process.env;
process.env.CREDITS_SERVICE_KEY ??= "service-key-of-the-browser-tests";

/** Tests of what could differ between the two servers; a handler is the same in both. */
const ofHttp = "api/{bad-*,callers,document,edge,limits,live,log,streams}.spec.ts";

const identities = `http://localhost:${E2E_IDENTITIES_PORT}`;
const client = { id: "purse", secret: "secret-of-the-tests" };

export default defineConfig<object, { directApi: boolean }>({
  testDir: "e2e",
  // The interface is served by two servers from one table. Tests of HTTP always run on both, the others only with `--all`.
  projects: [
    {
      name: "through Next",
      testMatch: E2E_ALL ? "api/*.spec.ts" : ofHttp,
      use: { directApi: false },
      // Each worker starts a server, so there is one, from the beginning: the others take what needs a browser.
      workers: 1,
    },
    { name: "npm start" },
  ],
  // Tagged tests are variants whose rule has a cheaper test or whose journey has another one.
  ...(E2E_ALL ? {} : { grepInvert: /@all/ }),
  forbidOnly: true,
  fullyParallel: true,
  // Tests spend half their time waiting.
  workers: 3,
  // A second attempt would hide flaky tests.
  retries: 0,
  // No test asserts speed: these limits catch what never happens; a busy machine may be many times slower.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [["list"], ...(E2E_REPORT ? [["json", { outputFile: E2E_REPORT }] as const] : [])],
  use: {
    baseURL: `http://localhost:${E2E_PORT}`,
    viewport: { width: 1280, height: 900 },
    // Recording every step doubles the CPU time of the tests. To see a failure step by step: `--trace retain-on-failure`.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH } : {}),
      // Chromium's sandbox does not start as root; the rest keeps the browser from connecting to anything but the app.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
      ],
    },
  },
  webServer: [
    {
      command: `exec ${process.execPath} --conditions=react-server scripts/purse.ts start`,
      url: `http://localhost:${E2E_PORT}/api/ready`,
      // An empty value counts as unset: this keeps the variables of the user's shell out.
      env: {
        DEMO: "1",
        LOG_LEVEL: "warn",
        PORT: E2E_PORT,
        PURSE_DATA_DIR: E2E_DATA,
        CREDITS_SERVICE_KEY: process.env.CREDITS_SERVICE_KEY,
        SUPPORT_EMAIL: "help@seller.example",
        // Each test is a caller of its own: it sends an address as a proxy would.
        TRUSTED_PROXIES: "127.0.0.0/8, ::1",
        AUTH_GOOGLE_ID: client.id,
        AUTH_GOOGLE_SECRET: client.secret,
        AUTH_GOOGLE_ISSUER: identities,
        AUTH_GITHUB_ID: client.id,
        AUTH_GITHUB_SECRET: client.secret,
        AUTH_GITHUB_BASE: identities,
        ...Object.fromEntries(
          ["APP_URL", "DATABASE_URL", "HOST", "SMTP_URL", "STRIPE_SECRET_KEY"].map((name) => [name, ""]),
        ),
      },
      timeout: 900_000,
      stdout: "pipe",
      gracefulShutdown: { signal: "SIGTERM", timeout: 60_000 },
    },
    {
      command: `exec ${process.execPath} testing/identity-provider.ts`,
      url: `${identities}/jwks`,
      env: { IDENTITIES_PORT: E2E_IDENTITIES_PORT },
    },
  ],
});
