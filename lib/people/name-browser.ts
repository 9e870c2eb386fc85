/** The name of a browser and its operating system; null when unknown. */
export interface BrowserName {
  browser: string | null;
  system: string | null;
}

/** In this order, as most browsers also name others for compatibility. */
const browsers = [
  ["Edge", /\bEdg(e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /\b(Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /\bVersion\/[\d.]+ .*Safari\//],
] as const;

const systems = [
  ["iPad", /\biPad\b/],
  ["iPhone", /\biPhone\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["macOS", /\bMacintosh\b/],
  ["Linux", /\bLinux\b/],
] as const;

/** Names a browser by its `User-Agent`, so that users recognise their own. */
export function nameBrowser(userAgent: string | null): BrowserName {
  const name = (known: readonly (readonly [string, RegExp])[]) =>
    known.find(([, sign]) => sign.test((userAgent ?? "").slice(0, 500)))?.[0] ?? null;
  return { browser: name(browsers), system: name(systems) };
}
