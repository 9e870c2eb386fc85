import { afterEach, expect, test } from "vitest";
import { answerJson, type Handle, serveScript } from "#testing/scripted-server.ts";
import { Problem } from "./problem.ts";
import { localAddress, untilReady } from "./until-ready.ts";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const breakOff: Handle = (request) => request.socket.destroy();
const notReady = answerJson(503, { detail: "missing migrations: 0031_seats" });

test("a start waits while the app does not respond or responds with 503, until /api/ready responds with 200", async () => {
  const app = await serve([breakOff, notReady, notReady, answerJson(200, { status: "ready" })]);
  await untilReady(app.baseUrl);
  expect(app.heard.map(({ call }) => call)).toEqual(Array(4).fill("GET /api/ready"));
});

test("a start fails at once when the app responds with 500", async () => {
  const app = await serve([answerJson(500, {})]);
  await expect(untilReady(app.baseUrl)).rejects.toThrow(
    new Problem("The app does not work: /api/ready answers 500. Its errors are printed above."),
  );
});

test("a start that never gets ready fails with the last reason of the app", async () => {
  const app = await serve([notReady]);
  await expect(untilReady(app.baseUrl, 1_000)).rejects.toThrow(
    "not ready after 1 s: /api/ready answers 503, missing migrations: 0031_seats",
  );
});

test.each([
  ["everywhere" as const, "http://localhost:3000"],
  [["127.0.0.1", "::1"], "http://localhost:3000"],
  [["0.0.0.0"], "http://localhost:3000"],
  [["::"], "http://localhost:3000"],
  [["192.168.1.7"], "http://192.168.1.7:3000"],
  [["::1"], "http://[::1]:3000"],
])("an app that listens at %s is reached at %s", (hosts, address) => {
  expect(localAddress({ hosts, port: 3000 })).toBe(address);
});

async function serve(handles: readonly Handle[]) {
  const app = await serveScript(handles);
  stops.push(app.stop);
  return app;
}
