import { expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { readUpload } from "./read-upload.ts";

const boundary = "----x";
const fileBytes = 8 * 1024 * 1024;

function send(parts: readonly string[]) {
  const type = `multipart/form-data; boundary=${boundary}`;
  const body = `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("")}--${boundary}--\r\n`;
  const request = new Request("http://localhost", { method: "POST", headers: { "Content-Type": type }, body });
  return readUpload(request, z.strictObject({ a: z.unknown() }), fileBytes);
}

/** Whether the form parser was called: it takes seconds for the largest form that can be sent. */
function watchParser() {
  const parser = vi.spyOn(Response.prototype, "formData");
  onTestFinished(() => parser.mockRestore());
  return parser;
}

const field = (name: string, value: string) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;
const file = `Content-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nx`;
const request = field("request", '{"a":1}');

test.each([
  ["many empty parts", Array.from({ length: 120_000 }, (_, n) => field(`a${n}`, "")), 422],
  ["many parts of one name", Array.from({ length: 20_000 }, () => request), 422],
  ["one part too many", [request, file, field("x", "")], 422],
  ["a part with a long head", [`X-A: ${"a".repeat(5_000)}\r\n${request}`], 400],
  ["a part with many lines in its head", ["X: a\r\n".repeat(100_000) + request], 400],
])("a form that would take long to parse is refused without parsing: %s", async (_what, parts, status) => {
  const parser = watchParser();
  expect(await send(parts)).toMatchObject({ status: "refused", problem: { slug: "invalid-request", status } });
  expect(parser).not.toHaveBeenCalled();
});

test("the form is split at the boundary that was checked", async () => {
  const parts = Array.from({ length: 200 }, (_, n) => `--${boundary}\r\n${field(`a${n}`, "")}\r\n`);
  const body = `${parts.join("")}--${boundary}--\r\n`;
  for (const type of [
    `multipart/form-data; boundary=y, multipart/form-data; boundary=${boundary}`,
    `multipart/form-data; boundary=y; boundary=${boundary}`,
  ]) {
    const parser = watchParser();
    const sent = new Request("http://localhost", { method: "POST", headers: { "Content-Type": type }, body });
    expect((await readUpload(sent, z.unknown(), fileBytes)).status).toBe("refused");
    expect(parser).not.toHaveBeenCalled();
  }
});

test.each([
  ["a field", field("request", `{"a":"${"a".repeat(64 * 1024)}"}`)],
  ["three million levels", field("request", `${"[".repeat(3_000_000)}${"]".repeat(3_000_000)}`)],
  ["a file", `Content-Disposition: form-data; name="request"; filename="r"\r\n\r\n"${"a".repeat(64 * 1024)}"`],
])("the request of a form is no larger than a request without one: %s", async (_how, part) => {
  const parse = vi.spyOn(JSON, "parse");
  onTestFinished(() => parse.mockRestore());
  const errors = [{ path: "request", message: "may be at most 65536 bytes" }];
  expect(await send([part, file])).toMatchObject({ status: "refused", problem: { status: 413, more: { errors } } });
  expect(parse).not.toHaveBeenCalled();
});

test("a request of 64 KiB is read from a form, with the largest file", async () => {
  const largest = `{"a":"${"a".repeat(64 * 1024 - 8)}"}`;
  const read = await send([field("request", largest), `${file}${"x".repeat(fileBytes - 1)}`]);
  expect(read).toMatchObject({ status: "read" });
  expect(read.status === "read" && read.file?.byteLength).toBe(fileBytes);
  expect(await send([request, `${file}${"x".repeat(fileBytes)}`])).toMatchObject({ problem: { status: 413 } });
});

test.each([
  ["request", [request, field("request", '{"a":2}')]],
  ["file", [file, file]],
])("a repeated field is refused: %s", async (path, parts) => {
  const errors = [{ path, message: "may come only once" }];
  expect(await send(parts)).toMatchObject({ status: "refused", problem: { status: 422, more: { errors } } });
});

test.each([
  ["a field", '{"a":1}'],
  ["a field with a content type, which clients send as a file", new Blob(['{"a":1}'], { type: "application/json" })],
])("the request field of a form can be %s", async (_how, request) => {
  const form = new FormData();
  form.set("request", request);
  form.set("file", new Blob(["bytes"]), "photo.jpg");
  const sent = new Request("http://localhost", { method: "POST", body: form });
  const read = await readUpload(sent, z.strictObject({ a: z.number() }), 1_000);
  expect(read).toEqual({ status: "read", body: { a: 1 }, file: Buffer.from("bytes") });
});
