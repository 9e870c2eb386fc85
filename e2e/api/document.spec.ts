import { readFileSync } from "node:fs";
import { z } from "zod";
import { expect, test } from "./app.ts";

const manifest = z.record(z.string(), z.string());

/** Routes that are not calls of the interface: forms of the sign-in pages, and the answer for unknown paths. */
const notCalls = [/^\/api\/demo\//, /^\/api\/auth\//, "/api/[[...path]]"];

/** The interface's own calls are in one table; the build has one route for all of them. */
const table = "/api/v1/[...path]";

/** The other paths under /api of the build. */
function builtPaths(): string[] {
  const routes = manifest.parse(JSON.parse(readFileSync(".next/server/app-paths-manifest.json", "utf8")));
  return Object.keys(routes)
    .filter((route) => route.startsWith("/api/") && route.endsWith("/route"))
    .map((route) => route.replace(/\/route$/, ""))
    .filter(
      (path) => !notCalls.some((pattern) => (typeof pattern === "string" ? pattern === path : pattern.test(path))),
    )
    .sort();
}

test("the document describes every call that the build has, and no other", async ({ stranger }) => {
  const paths = Object.keys(stranger.contract.document.paths);
  expect(paths.filter((path) => !path.startsWith("/api/v1/")).sort()).toEqual(
    builtPaths().filter((path) => path !== table),
  );
  expect(builtPaths()).toContain(table);
});

test("each path names its methods and refuses every other one with a problem", async ({ server, stranger }) => {
  const problem = z.object({ type: z.string(), title: z.string(), status: z.number(), detail: z.string() });
  for (const [template, described] of Object.entries(stranger.contract.document.paths)) {
    const path = `${server.url}${template.replace(/\{\w+\}/g, "1")}`;
    const allowed = [...Object.keys(described).map((name) => name.toUpperCase()), "OPTIONS"];
    if (allowed.includes("GET")) allowed.push("HEAD");
    const told = await fetch(path, { method: "OPTIONS" });
    expect([told.status, told.headers.get("allow")?.split(", ").sort()], template).toEqual([204, allowed.sort()]);
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      if (allowed.includes(method)) continue;
      const answer = await fetch(path, { method });
      const name = `${method} ${template}`;
      expect([answer.status, answer.headers.get("allow")?.split(", ").sort()], name).toEqual([405, allowed]);
      expect(answer.headers.get("x-request-id"), name).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers.get("content-type"), name).toBe("application/problem+json");
      expect(problem.parse(await answer.json())).toMatchObject({ type: "/problems/method-not-allowed", status: 405 });
    }
  }
});

test("an unknown path under /api gets a problem, not a page", async ({ server }) => {
  for (const path of [
    "/api",
    "/api/v1",
    "/api/v2/balance",
    "/api/v1/balance/x",
    "/api/v1/transactions/%zz",
    "/api/%00",
  ]) {
    const answer = await fetch(`${server.url}${path}`);
    expect([answer.status, answer.headers.get("content-type")], path).toEqual([404, "application/problem+json"]);
    expect(answer.headers.get("x-request-id"), path).toMatch(/^[0-9a-f-]{36}$/);
    expect(await answer.json(), path).toMatchObject({ type: "/problems/not-found", status: 404 });
  }
});

test("every problem that the document names has a page that explains it", async ({ server, stranger }) => {
  const slugs = new Set(JSON.stringify(stranger.contract.document).match(/\/problems\/[a-z-]+/g));
  expect(slugs.size).toBeGreaterThan(12);
  for (const slug of slugs) expect([slug, (await fetch(`${server.url}${slug}`)).status]).toEqual([slug, 200]);
});

test("response schemas are closed: a field that the document lacks is an error", async ({ stranger }) => {
  const open: string[] = [];
  const look = (value: unknown, place: string) => {
    if (typeof value !== "object" || value === null) return;
    const entries = Object.entries(value);
    const isObject = "type" in value && value.type === "object" && "properties" in value;
    if (isObject && !("additionalProperties" in value && value.additionalProperties === false)) open.push(place);
    for (const [name, inner] of entries) look(inner, `${place}/${name}`);
  };
  for (const [path, calls] of Object.entries(stranger.contract.document.paths)) {
    if (path === "/api/openapi.json") continue;
    for (const [method, { responses }] of Object.entries(calls)) look(responses, `${method} ${path}`);
  }
  look(stranger.contract.document.components, "components");
  expect(open).toEqual([]);
});

test("health and ready report that the process is alive and can serve", async ({ stranger }) => {
  expect((await stranger.ask({ method: "GET", path: "/api/health" })).body).toEqual({ status: "ok" });
  expect((await stranger.ask({ method: "GET", path: "/api/ready" })).body).toEqual({ status: "ready" });
  expect((await stranger.ask({ method: "HEAD", path: "/api/health" })).status).toBe(200);
});

test("Stripe's webhook refuses an unsigned event", async ({ stranger }) => {
  const event = JSON.stringify({ id: "evt_1", object: "event", type: "checkout.session.completed" });
  const unsigned: Record<string, string>[] = [{}, { "Stripe-Signature": "" }, { "Stripe-Signature": "t=1,v1=00" }];
  for (const headers of unsigned) {
    const answer = await stranger.ask({ method: "POST", path: "/api/stripe/webhook", body: event, headers });
    expect([answer.status, answer.problem?.type]).toEqual([400, "/problems/invalid-request"]);
  }
  const huge = await stranger.ask({ method: "POST", path: "/api/stripe/webhook", body: "x".repeat(1024 * 1024 + 1) });
  expect(huge.status).toBe(413);
});
