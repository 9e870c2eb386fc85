import { expect, newOwner, test } from "./app.ts";
import { bare, started } from "./device-codes.ts";

test("approving a device needs a sign-in within the last 15 minutes", async ({ server, stranger }) => {
  const { web, session } = await newOwner(server, stranger);
  const { user_code: userCode } = await started(server);
  const open = async (path: string) => await (await fetch(`${server.url}${path}`, { headers: web.headers })).text();
  const post = (path: string, fields: Record<string, string>) => postForm(server.url + path, web.headers, fields);
  const confirm = (await post("/device", { code: userCode })) ?? "";
  expect(confirm).toContain("/device/confirm?request=");
  expect(await open(confirm)).toContain("Sign in this device?");
  const handle = new URL(confirm, server.url).searchParams.get("request") ?? "";

  await server.owner`update sessions set created_at = now() - interval '15 minutes' where session_token = ${session}`;
  expect(await post(confirm, { request: handle, answer: "approve" })).toBe(
    "/sign-in?notice=sign-in-again&next=%2Fdevice",
  );
  expect(await open("/device")).toContain("For your security, sign in again to add a device");
  const state = async () =>
    (await server.owner`select status from device_codes where user_code = ${bare(userCode)}`)[0]?.status;
  expect(await state()).toBe("pending");

  await server.owner`update sessions set created_at = now() - interval '14 minutes' where session_token = ${session}`;
  expect(await post(confirm, { request: handle, answer: "approve" })).toBe(confirm);
  expect(await state()).toBe("approved");
});

/** Sends the form of a page as without JavaScript; returns the address that it leads to. */
async function postForm(url: string, headers: Record<string, string>, fields: Record<string, string>) {
  const html = await (await fetch(url, { headers })).text();
  const body = new FormData();
  body.set(/\$ACTION_ID_[0-9a-f]+/.exec(html)?.[0] ?? "", "");
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual" });
  expect(answer.status).toBe(303);
  return answer.headers.get("location");
}
