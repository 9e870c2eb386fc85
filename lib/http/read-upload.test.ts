import { expect, test } from "vitest";
import { z } from "zod";
import { readUpload } from "./read-upload.ts";

test.each([
  ["a field", '{"a":1}'],
  ["a field with a content type, which clients send as a file", new Blob(['{"a":1}'], { type: "application/json" })],
])("the request of a form may be %s", async (_how, request) => {
  const form = new FormData();
  form.set("request", request);
  form.set("file", new Blob(["bytes"]), "photo.jpg");
  const sent = new Request("http://localhost", { method: "POST", body: form });
  const read = await readUpload(sent, z.strictObject({ a: z.number() }), 1_000);
  expect(read).toEqual({ status: "read", body: { a: 1 }, file: Buffer.from("bytes") });
});
