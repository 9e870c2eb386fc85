import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { z } from "zod";
import { deviceAuthorizationResponse, tokenResponse } from "#lib/api/oauth-response.ts";
import { webhookResponse } from "#lib/api/webhook-response.ts";
import { readBody, readOptionalBody } from "./read-body.ts";
import { readUpload } from "./read-upload.ts";

const form = "application/x-www-form-urlencoded";
const schema = z.object({});

test.each(["gzip", "br", "deflate", "zstd", "GZIP", "identity, gzip", "x"])(
  "a body in the encoding %s is refused with 415 by every call that reads one",
  async (encoding) => {
    const send = (type: string | null) => {
      const headers = new Headers({ "Content-Encoding": encoding });
      if (type !== null) headers.set("Content-Type", type);
      return new Request("http://localhost/x", { method: "POST", headers, body: new Uint8Array(gzipSync("{}")) });
    };
    const wholesale = [
      await readBody(send("application/json"), schema),
      await readOptionalBody(send("application/json"), schema),
      await readOptionalBody(new Request("http://localhost/x", { headers: { "Content-Encoding": encoding } }), schema),
      await readUpload(send("application/json"), schema, 100),
      await readUpload(send("multipart/form-data; boundary=x"), schema, 100),
    ];
    for (const read of wholesale) expect(read).toMatchObject({ status: "refused", problem: { status: 415 } });
    expect(await webhookResponse(send("application/json"))).toMatchObject({ slug: "invalid-request", status: 415 });
    expect(await deviceAuthorizationResponse(send(form))).toMatchObject({ error: "invalid_request", status: 415 });
    expect(await tokenResponse(send(form))).toMatchObject({ error: "invalid_request", status: 415 });
  },
);

test("a body with Content-Encoding identity is read", async () => {
  const headers = { "Content-Type": "application/json", "Content-Encoding": "identity" };
  const request = new Request("http://localhost/x", { method: "POST", headers, body: "{}" });
  expect(await readBody(request, schema)).toEqual({ status: "read", body: {} });
});

test("a form that is too large is an OAuth invalid_request with 400", async () => {
  const body = `client_id=desktop&x=${"x".repeat(20_000)}`;
  const request = new Request("http://localhost/x", { method: "POST", headers: { "Content-Type": form }, body });
  expect(await tokenResponse(request)).toMatchObject({ error: "invalid_request", status: 400 });
});
