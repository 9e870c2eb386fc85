import { hash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { answerOutage } from "./outage-page.ts";

let away = true;
const server = createServer(async (request, response) => {
  if (!(await answerOutage(request, response, async () => away))) response.end("Next");
});
beforeAll(async () => void (await once(server.listen(0, "127.0.0.1"), "listening")));
afterAll(() => void server.close());

const html = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

async function open(path: string, headers: Record<string, string>) {
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

test.each(["/profile", "/profile/credits", "/profile/credits/history?type=grant", "/tools/ai-script"])(
  "while the database is away %s says so without scripts, and retries automatically",
  async (path) => {
    away = true;
    const { status, headers, text } = await open(path, html);
    expect([status, headers.get("Retry-After"), headers.get("Cache-Control")]).toEqual([503, "5", "private, no-store"]);
    expect(text).toContain("<h1");
    expect(text).toContain("Your credits haven't changed because of it.");
    const [, script = ""] = /<script>(.*)<\/script>/s.exec(text) ?? [];
    expect(headers.get("Content-Security-Policy")).toContain(`'sha256-${hash("sha256", script, "base64")}'`);
    expect(script).toContain("location.reload()");
    away = false;
    expect((await open(path, html)).text).toBe("Next");
  },
);

test.each([
  ["/sign-in", html],
  ["/profilex", html],
  ["/api/v1/balance", html],
  ["/profile/credits", { ...html, RSC: "1" }],
  ["/profile/credits", { Accept: "text/x-component" }],
] as const)("%s is left to Next (%#)", async (path, headers) => {
  away = true;
  expect((await open(path, headers)).text).toBe("Next");
});
