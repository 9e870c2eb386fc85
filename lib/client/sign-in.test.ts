import { afterEach, expect, test, vi } from "vitest";
import { answerJson, type Handle, serveScript } from "#testing/scripted-server.ts";
import { beginSignIn } from "./sign-in.ts";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  // In this order: what was spied on may be a fake timer.
  vi.restoreAllMocks();
  vi.useRealTimers();
  for (const stop of stops.splice(0)) await stop();
});

const begun = answerJson(200, {
  device_code: "kept",
  user_code: "BCDF-GHJK",
  verification_uri: "http://localhost/device",
  expires_in: 600,
  interval: 0,
});
const refuse = (error: string) => answerJson(400, { error, error_description: "because" });

async function begin(...handles: Handle[]) {
  const { baseUrl, heard, stop } = await serveScript([begun, ...handles]);
  stops.push(stop);
  const signIn = await beginSignIn({ baseUrl, platform: "mobile", version: "12", fetch });
  if (signIn.status !== "code") throw new Error(signIn.status);
  return { signIn, heard };
}

test("a device shows a code and waits for its token until the user has approved it", async () => {
  const { signIn, heard } = await begin(
    refuse("authorization_pending"),
    (_, response) => void response.destroy(),
    answerJson(200, { access_token: "pdt_new", token_type: "Bearer" }),
  );
  expect(signIn).toMatchObject({ userCode: "BCDF-GHJK", verificationUri: "http://localhost/device" });
  expect(await signIn.collect()).toEqual({ status: "signed-in", token: "pdt_new" });
  expect(heard).toHaveLength(4);
  expect(heard[0]?.body).toBe("client_id=mobile&client_version=12");
  expect(Object.fromEntries(new URLSearchParams(heard[1]?.body))).toEqual({
    client_id: "mobile",
    client_version: "12",
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    device_code: "kept",
  });
});

test("a device that gets slow_down waits five seconds longer", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  vi.setTimerTickMode("nextTimerAsync");
  const pause = vi.spyOn(globalThis, "setTimeout");
  const { signIn } = await begin(refuse("slow_down"), refuse("access_denied"));
  expect(await signIn.collect()).toEqual({ status: "denied" });
  expect(pause.mock.calls.map(([, ms]) => ms)).toContain(5_000);
});

test.each(["expired_token", "invalid_grant"])("%s ends the polling", async (error) => {
  const { signIn } = await begin(refuse(error));
  expect(await signIn.collect()).toEqual({ status: "expired" });
});

test("too many codes: the refusal says how long to wait", async () => {
  const handle = answerJson(429, { error: "temporarily_unavailable" }, { "Retry-After": "30" });
  const { baseUrl, stop } = await serveScript([handle]);
  stops.push(stop);
  const signIn = await beginSignIn({ baseUrl, platform: "desktop", version: "6.2", fetch });
  expect(signIn).toEqual({ status: "rate-limited", retryAfterSeconds: 30 });
});
