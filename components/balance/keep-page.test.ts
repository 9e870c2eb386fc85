import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { keepPage } from "./keep-page.ts";

const open = "http://localhost:3000/profile/credits";
const whole =
  '0:{"b":"build"}\n5:["$","p",null,{"children":":E{\\"digest\\":\\"1\\"}"}]\n7:E{"digest":"NEXT_REDIRECT;push;/sign-in"}\n';
const broken = '0:{"b":"build"}\n5:E{"digest":"2317562114"}\n';

beforeAll(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("document", new EventTarget());
  vi.stubGlobal("location", new URL(open));
});
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const page = { headers: { RSC: "1" } };

test.each([
  ["no network", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["a proxy's error", async () => new Response("Bad gateway", { status: 502 })],
  ["the app's error", async () => new Response("Internal Server Error", { status: 500 })],
  ["a page of which a part failed", async () => new Response(broken)],
  ["a page that broke off", async () => new Response(brokenOff())],
])("the open page is read until it is whole: after %s", async (_, fail) => {
  const fetch = vi.fn<typeof window.fetch>().mockImplementationOnce(fail).mockImplementationOnce(fail);
  fetch.mockImplementation(async () => new Response(whole));
  const reading = keepPage(fetch)(new URL(`${open}?_rsc=1x2y`), page);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await (await reading).text()).toBe(whole);
  expect(fetch).toHaveBeenCalledTimes(3);
});

test("an answer that does not come is not waited for longer than four seconds, at first", async () => {
  const fetch = vi
    .fn<typeof window.fetch>()
    .mockImplementationOnce(
      (_, init) =>
        new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(new Error("aborted")))),
    );
  fetch.mockImplementation(async () => new Response(whole));
  const reading = keepPage(fetch)(new URL(open), page);
  await vi.advanceTimersByTimeAsync(4_500);
  expect((await reading).ok).toBe(true);
});

test("another page may fail in words, and is only waited for while nobody answers but a proxy", async () => {
  const fetch = vi.fn<typeof window.fetch>().mockRejectedValueOnce(new TypeError("Failed to fetch"));
  fetch.mockImplementationOnce(async () => new Response("", { status: 503 }));
  fetch.mockImplementation(async () => new Response(broken));
  const reading = keepPage(fetch)(new URL("http://localhost:3000/store?_rsc=1"), page);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await (await reading).text()).toBe(broken);
});

test.each([
  ["what is read ahead", new URL(open), { headers: { RSC: "1", "Next-Router-Prefetch": "1" } }],
  ["a developer's edit", new URL(open), { ...page, signal: new AbortController().signal }],
  ["a call of the interface", "/api/v1/balance", {}],
  ["an action", new URL(open), { method: "POST", headers: { "Next-Action": "1" } }],
])("%s fails at once", async (_, input, init) => {
  const failure = new TypeError("Failed to fetch");
  await expect(keepPage(() => Promise.reject(failure))(input, init)).rejects.toBe(failure);
});

function brokenOff(): ReadableStream {
  return new ReadableStream({ start: (stream) => stream.error(new TypeError("network error")) });
}
