import type { ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { beginSignIn } from "#lib/client/sign-in.ts";
import { answerJson, type Handle, serveScript } from "#testing/scripted-server.ts";
import { arriveLate } from "./late-stream.ts";
import { type LoggedCall, openNetwork } from "./network.ts";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function connect(...handles: Handle[]) {
  const { baseUrl, heard, stop } = await serveScript(handles);
  stops.push(stop);
  const log: LoggedCall[] = [];
  let used = 0;
  const network = openNetwork(
    (logged) => log.push(logged),
    () => {
      used += 1;
    },
  );
  return { baseUrl, heard, log, network, used: () => used };
}

const calm = { offline: false, slow: false, failNext: false };

test("the log never contains a token or a device code, from a header or a response", async () => {
  const { baseUrl, log, network } = await connect(
    answerJson(200, {
      device_code: "kept-to-itself",
      user_code: "BCDF-GHJK",
      verification_uri: "http://localhost/device",
      expires_in: 600,
      interval: 0,
    }),
    answerJson(200, { access_token: "pdt_secret", token_type: "Bearer" }),
    answerJson(200, { available: 135 }),
  );
  const signIn = await beginSignIn({ baseUrl, platform: "mobile", version: "12", fetch: network.fetch });
  if (signIn.status !== "code") throw new Error(signIn.status);
  const end = await signIn.collect();
  if (end.status !== "signed-in") throw new Error(end.status);
  await network.fetch(`${baseUrl}/api/v1/balance`, { headers: { Authorization: `Bearer ${end.token}` } });
  expect(log.map(({ call, status }) => `${call} ${status}`)).toEqual([
    "POST /api/oauth/device_authorization 200",
    "POST /api/oauth/token 200",
    "GET /api/v1/balance 200",
  ]);
  expect(log[0]?.answer).toContain("BCDF-GHJK");
  expect(log[2]?.answer).toBe('{"available":135}');
  expect(JSON.stringify(log)).not.toMatch(/pdt_|kept-to-itself/);
});

test("going offline cuts open connections and fails new ones until it is switched off", async () => {
  const { baseUrl, heard, log, network } = await connect(
    (_, response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write(": open\n\n");
    },
    answerJson(200, {}),
  );
  const stream = await network.fetch(`${baseUrl}/api/v1/balance/events`);
  network.set({ ...calm, offline: true });
  await expect(stream.text()).rejects.toThrow();
  await expect(network.fetch(`${baseUrl}/api/v1/balance`)).rejects.toThrow("offline");
  expect(heard).toHaveLength(1);
  expect(log.at(-1)).toMatchObject({ call: "GET /api/v1/balance", status: null });
  network.set(calm);
  expect((await network.fetch(`${baseUrl}/api/v1/balance`)).status).toBe(200);
});

test("a slow network delays each call and each event of an open stream, in their order", async () => {
  const open = Promise.withResolvers<ServerResponse>();
  const { baseUrl, log, network } = await connect(
    (_, response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write("at once, ");
      open.resolve(response);
    },
    answerJson(200, {}),
  );
  const stream = await network.fetch(`${baseUrl}/api/v1/balance/events`);
  const came: { text: string; at: number }[] = [];
  const decoder = new TextDecoder();
  const read = async () => {
    for await (const chunk of stream.body ?? []) came.push({ text: decoder.decode(chunk), at: performance.now() });
  };
  const reading = read();
  await expect.poll(() => came.length).toBe(1);
  network.set({ ...calm, slow: true });
  const sentAt = performance.now();
  (await open.promise).write("late, ");
  await network.fetch(`${baseUrl}/api/v1/balance`);
  network.set(calm);
  (await open.promise).end("after it");
  await reading;
  expect(came.map(({ text }) => text).join("")).toBe("at once, late, after it");
  expect((came[1]?.at ?? 0) - sentAt).toBeGreaterThanOrEqual(1_490);
  expect(log.find(({ call }) => call === "GET /api/v1/balance")?.ms).toBeGreaterThanOrEqual(1_490);
});

test("the request to fail is sent with the next run only, and is used up by a run that starts", async () => {
  const { baseUrl, heard, network, used } = await connect(
    answerJson(200, {}),
    answerJson(402, {}),
    answerJson(202, {}),
  );
  network.set({ ...calm, failNext: true });
  await network.fetch(`${baseUrl}/api/v1/quotes`, { method: "POST" });
  await network.fetch(`${baseUrl}/api/v1/runs`, { method: "POST" });
  expect(used()).toBe(0);
  await network.fetch(`${baseUrl}/api/v1/runs`, { method: "POST" });
  expect(used()).toBe(1);
  expect(heard.map(({ headers }) => headers["purse-demo"])).toEqual([undefined, "fail", "fail"]);
});

test("a burst keeps its order and its end, whatever the delays are", async () => {
  for (let round = 0; round < 50; round += 1) {
    const delays = [5 + round / 50, 0, 0, 0];
    const burst = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        for (const letter of "abc") controller.enqueue(new TextEncoder().encode(letter));
        controller.close();
      },
    });
    expect(await new Response(arriveLate(burst, () => delays.shift() ?? 0)).text()).toBe("abc");
  }
});
