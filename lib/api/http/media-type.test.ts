import { expect, test } from "vitest";
import { z } from "zod";
import { deviceAuthorizationResponse, tokenResponse } from "#lib/api/oauth-response.ts";
import { webhookResponse } from "#lib/api/webhook-response.ts";
import { readBody } from "./read-body.ts";
import { readForm } from "./read-form.ts";
import { readUpload } from "./read-upload.ts";

const jsonTypes = [
  ["application/json", "read"],
  ["Application/JSON ; charset=UTF-8", "read"],
  ['application/json; charset="utf-8"', "read"],
  ["application/json; charset=utf-16", 415],
  ["application/json; charset=iso-8859-1", 415],
  ["application/json; charset=utf-8; charset=utf-16", 415],
  ["application/json; charset=utf-8; Charset=utf-8", 415],
  ['application/json; a="; charset=utf-8"; charset=utf-8', "read"],
  [`application/json; a=${"a".repeat(300)}`, 415],
  ["application/jsonx", 415],
  ["application/json, text/plain", 415],
  ["json", 415],
] as const;

test.each(jsonTypes)("a body of type %j is read or refused: %s", async (type, expected) => {
  for (const read of [readBody, (request: Request, shape: z.ZodType) => readUpload(request, shape, 10)]) {
    const answer = await read(newRequest(type, "{}"), z.strictObject({}));
    expect(answer.status === "read" ? answer.status : answer.problem.status).toBe(expected);
  }
});

test("an upload and an OAuth form in another encoding than UTF-8 are refused", async () => {
  const upload = newRequest("multipart/form-data; boundary=x; charset=utf-16", "--x--");
  expect(await readUpload(upload, z.unknown(), 10)).toMatchObject({ problem: { status: 415 } });
  const form = (type: string) => readForm(newRequest(type, "client_id=desktop"));
  expect(await form("application/x-www-form-urlencoded; charset=utf-16")).toMatchObject({
    status: "refused",
    code: 415,
  });
  expect(await form("application/x-www-form-urlencoded; charset=utf-8")).toMatchObject({ status: "read" });
});

test("the OAuth calls and the webhook refuse a body that is not UTF-8 with 415, as they do a Content-Encoding", async () => {
  const form = "application/x-www-form-urlencoded";
  for (const type of [`${form}; charset=utf-16`, `${form}; charset=utf-8; charset=utf-16`, "application/json"]) {
    const refused = { error: "invalid_request", status: 415 };
    expect(await deviceAuthorizationResponse(newRequest(type, "client_id=desktop"))).toMatchObject(refused);
    expect(await tokenResponse(newRequest(type, "client_id=desktop"))).toMatchObject(refused);
  }
  for (const type of ["application/json; charset=utf-16", "application/json; charset=utf-8; charset=utf-16", "json"]) {
    expect(await webhookResponse(newRequest(type, "{}"))).toMatchObject({ slug: "invalid-request", status: 415 });
  }
});

function newRequest(type: string, body: string): Request {
  return new Request("http://localhost:3000/", { method: "POST", headers: { "Content-Type": type }, body });
}
