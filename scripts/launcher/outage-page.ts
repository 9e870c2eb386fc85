import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readClock } from "#db/queries/clock.ts";
import { securityHeaders } from "#lib/api/http/security-headers.ts";
import { database } from "#lib/database.ts";
import { outagesOf } from "#lib/observability/outages.ts";
import { withDeadline } from "#lib/with-deadline.ts";
import errors from "#messages/en/errors.json" with { type: "json" };

/** The pages of an account: nothing of them can be shown without the database. */
const accountPage = /^\/(?:profile|tools)(?:[/?]|$)/;
const patienceMs = 1_500;
const retrySeconds = 5;
/** Asks in the background, and loads the page once it can be shown: nothing moves under a reader until then. */
const script = `setInterval(async () => {
  const headers = { Accept: "text/html" };
  const answer = await fetch(location.href, { method: "HEAD", headers }).catch(() => null);
  if (answer !== null && answer.status < 500) location.reload();
}, ${retrySeconds * 1_000});`;
const scriptHash = hash("sha256", script, "base64");
const policy = [
  `default-src 'none'; script-src 'sha256-${scriptHash}'; connect-src 'self'; style-src 'unsafe-inline'`,
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
].join("; ");

/**
 * Answers 503 with a page that says so and retries automatically, when a page of an account is opened while the
 * database is away. Next answers 500 then, with a document that is empty until its scripts have run. A page that is open
 * already is not replaced: what it loads from then on is left to Next.
 */
export async function answerOutage(
  request: IncomingMessage,
  response: ServerResponse,
  isAway: () => Promise<boolean> = isDatabaseAway,
): Promise<boolean> {
  if (!opensAccountPage(request) || !(await isAway())) return false;
  response.writeHead(503, {
    ...securityHeaders,
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": policy,
    "Retry-After": String(retrySeconds),
  });
  response.end(request.method === "HEAD" ? undefined : page());
  return true;
}

function opensAccountPage({ method, url = "", headers }: IncomingMessage): boolean {
  const asksForDocument = headers.accept?.includes("text/html") === true && headers.rsc === undefined;
  return (method === "GET" || method === "HEAD") && accountPage.test(url) && asksForDocument;
}

/** The LISTEN connection is lost at once when the database goes: only then is the database itself asked. */
async function isDatabaseAway(): Promise<boolean> {
  if (outagesOf(0).length === 0) return false;
  return await withDeadline(readClock(database()), patienceMs).then(
    () => false,
    () => true,
  );
}

/** Nothing in it comes from the request. */
function page(): string {
  const { failed, retry } = errors;
  return `<!doctype html>
<html lang="en" style="color-scheme: light dark; font-family: system-ui, sans-serif">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${failed.title}</title>
</head>
<body style="max-width: 32rem; margin: 4rem auto; padding: 0 1rem; line-height: 1.5">
<main>
<div role="alert"><h1 style="font-size: 1.375rem">${failed.title}</h1><p>${failed.words}</p></div>
<form><button style="min-height: 2.75rem; padding: 0 1rem; font: inherit">${retry}</button></form>
</main>
<script>${script}</script>
</body>
</html>
`;
}
