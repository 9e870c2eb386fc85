import { createHash, randomBytes } from "node:crypto";
import { type Browser, chromium, type Page } from "@playwright/test";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { findChromium } from "#scripts/launcher/chromium.ts";
import type { Figure } from "./figure.ts";
import { serveApp } from "./http/serve-app.ts";
import { makeHistories } from "./make-histories.ts";
import { type Bench, openBench } from "./open-bench.ts";
import type { Size } from "./size.ts";

const past = { accounts: 1, lines: 200, batches: 3, credits: 1_000_000 };

/** What pages weigh in a browser: exact counts, so once is enough. */
export async function measurePages(size: Size): Promise<Figure[]> {
  const bench = await openBench();
  const served = await serveApp(bench.appUrl, size);
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  try {
    await seedCatalogue(bench.db);
    const origin = `http://localhost:${served.port}`;
    const page = await openSignedIn(browser, origin, await signIn(bench));
    const credits = await weigh(page, `${origin}/profile/credits`);
    const history = await weigh(page, `${origin}/profile/credits/history`);
    return [
      scripts("Credits", credits, { atMost: 200 }),
      scripts("History", history, null),
      {
        what: "elements of History with 50 lines",
        value: history.elements,
        unit: "",
        of: `${history.lines} lines`,
        goal: { atMost: 1_200 },
      },
    ];
  } finally {
    await browser.close();
    await served.stop();
    await bench.close();
  }
}

function scripts(name: string, { bytes, files }: Weight, goal: Figure["goal"]): Figure {
  return { what: `JavaScript of ${name} over the wire`, value: bytes / 1024, unit: " KiB", of: `${files} files`, goal };
}

interface Weight {
  bytes: number;
  files: number;
  elements: number;
  lines: number;
}

/** Loads a page, headers of its answers included, with an empty cache, until nothing more is loaded. */
async function weigh(page: Page, address: string): Promise<Weight> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const ofScripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ type, requestId }) => {
    if (type === "Script") ofScripts.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (ofScripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(address);
  await page
    .getByRole("banner")
    .getByRole("link", { name: /, live$/ })
    .waitFor();
  await page.waitForTimeout(settleMs);
  await session.detach();
  const elements = await page.locator("*").count();
  return { bytes, files: ofScripts.size, elements, lines: await page.getByRole("main").locator("li details").count() };
}

/** After the page is live, what it loads later: links that it looks at ahead. */
const settleMs = 2_000;

async function openSignedIn(browser: Browser, origin: string, token: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([{ name: "authjs.session-token", value: token, url: origin }]);
  return await context.newPage();
}

/** A user with a history, and the token of their session. */
async function signIn({ superuser }: Bench): Promise<string> {
  const [id = ""] = await makeHistories(superuser, past);
  const token = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(token).digest("hex");
  await superuser`insert into users (id, email) values (${id}, 'pages@example.com')`;
  await superuser`insert into sessions (session_token, user_id, expires, method)
    values (${hash}, ${id}, now() + interval '1 hour', 'email')`;
  return token;
}
