import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { z } from "zod";
import { type ApiClient, done } from "#testing/api-client.ts";
import { countLines, expect, newOwner, test } from "./app.ts";

async function over(web: ApiClient, id: string) {
  for (;;) {
    const { run } = done(await web.run(id));
    if (run.status !== "running") return run;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test("a run is held, done and captured, and only its owner can read its result", async ({ server, stranger }) => {
  const { web, account } = await newOwner(server, stranger, { activity: 3, purchased: 20 });
  const key = randomUUID();
  const body = { feature: "ai-image", units: 2, input: { prompt: "A lighthouse" } };
  const started = await web.startRun(body, key);
  expect(started.status).toBe(202);
  const { run, balance } = done(started);
  expect(run).toMatchObject({ feature: "ai-image", units: 2, status: "running", hold: { status: "open", amount: 8 } });
  expect(balance.available).toBe(15);

  const ended = await over(web, run.id);
  expect(ended).toMatchObject({ status: "done", cost: 8, progress: 100, hold: { status: "captured", captured: 8 } });
  expect(ended.receipt?.uses).toEqual([
    { kind: "activity", amount: 3 },
    { kind: "purchased", amount: 5 },
  ]);
  expect(ended.results).toHaveLength(2);
  const pictures = await Promise.all((ended.results ?? []).map(({ url }) => fetch(url, { headers: web.headers })));
  const [first, second] = await Promise.all(pictures.map(async (answer) => Buffer.from(await answer.arrayBuffer())));
  expect(await sharp(first).metadata()).toMatchObject({ format: "png", width: 1024 });
  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
  expect(pictures[0]?.headers.get("cache-control")).toBe("private, no-store");

  const again = await web.startRun(body, key);
  expect(again.replayed).toBe(true);
  expect(again.body).toEqual(started.body);
  expect((await web.startRun({ ...body, units: 1 }, key)).status).toBe(422);
  expect(await countLines(server, account)).toBe(4);

  const other = await newOwner(server, stranger);
  expect((await other.web.run(run.id)).status).toBe(404);
  expect((await other.web.cancelRun(run.id)).status).toBe(404);
  expect((await other.web.runFile(run.id, 1)).status).toBe(404);
  expect((await web.runFile(run.id, 3)).status).toBe(404);
  expect((await web.runFile(run.id, 1)).status).toBe(200);
});

test("a cancelled run returns its credits, and the same cancellation gets the same response again", async ({
  server,
  stranger,
}) => {
  const { web } = await newOwner(server, stranger, { purchased: 20 });
  const { run } = done(await web.startRun({ feature: "background-removal", units: 3 }));
  const key = randomUUID();
  const cancelled = await web.cancelRun(run.id, key);
  expect(cancelled.status).toBe(201);
  expect(done(cancelled)).toMatchObject({
    run: { id: run.id, status: "cancelled", hold: { status: "released" } },
    balance: { available: 20 },
  });
  const again = await web.cancelRun(run.id, key);
  expect([again.replayed, again.body]).toEqual([true, cancelled.body]);
  const late = await web.cancelRun(run.id);
  expect(late.problem).toMatchObject({ type: "/problems/hold-not-open", status: 409 });
  expect(done(await web.run(run.id)).run).toMatchObject({ status: "cancelled" });
});

test("without credits no run starts; a deliberate failure returns them", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger, { purchased: 4 });
  const short = await web.startRun({ feature: "smart-cutout" });
  expect(short.problem).toMatchObject({ type: "/problems/insufficient-credits", shortfall: 1 });
  const failing = web.as({ ...web.headers, "Purse-Demo": "fail" });
  const { run } = done(await failing.startRun({ feature: "ai-script", input: { prompt: "A bridge" } }));
  expect(await over(web, run.id)).toMatchObject({
    status: "failed",
    error: "on-purpose",
    hold: { status: "released" },
  });
  expect(done(await web.balance())).toMatchObject({ available: 4, held: 0 });
});

test("every feature of the catalogue starts without an input, and a result differs by its input", async ({
  server,
  stranger,
}) => {
  const { web } = await newOwner(server, stranger, { purchased: 200 });
  const { features } = done(await web.features());
  // Pictures take seconds of CPU time each: without --all these runs are cancelled as soon as they have started.
  const waited = process.env.E2E_ALL ? features.map(({ slug }) => slug) : ["ai-script", "template-export"];
  for (const { slug } of features) {
    const { run } = done(await web.startRun({ feature: slug }));
    if (waited.includes(slug)) expect(await over(web, run.id)).toMatchObject({ status: "done" });
    else await web.cancelRun(run.id);
  }
  const read = async (prompt: string) => {
    const { run } = done(await web.startRun({ feature: "ai-script", input: { prompt } }));
    const { result } = await over(web, run.id);
    return (await fetch(result?.url ?? "", { headers: web.headers })).text();
  };
  const [bread, again, glass] = [await read("How bread is made"), await read("How bread is made"), await read("Glass")];
  expect(bread).toContain("A script about: How bread is made");
  expect(again).toBe(bread);
  expect(glass.slice(200)).not.toBe(bread.slice(200));
});

const wrong: { name: string; body: unknown }[] = [
  { name: "an unknown feature", body: { feature: "time-travel" } },
  { name: "too many units", body: { feature: "ai-image", units: 5 } },
  { name: "units where there is one", body: { feature: "smart-cutout", units: 2 } },
  { name: "a price of its own", body: { feature: "ai-image", cost: 1 } },
  { name: "an unknown input", body: { feature: "ai-image", input: { prompt: "a", model: "b" } } },
  { name: "a prompt that is none", body: { feature: "ai-image", input: { prompt: 5 } } },
  { name: "a sample from elsewhere", body: { feature: "smart-cutout", input: { sample: "../../etc/passwd" } } },
];

test("an invalid request starts no run", async ({ server, stranger }) => {
  const { web, backend, account } = await newOwner(server, stranger, { purchased: 100 });
  for (const { name, body } of wrong) expect((await web.startRun(body)).status, name).toBe(422);
  expect((await web.as({ ...web.headers, Origin: "https://elsewhere.example" }).startRun({})).status).toBe(403);
  expect((await backend.startRun({ feature: "ai-image" })).problem?.type).toBe("/problems/not-on-this-platform");
  expect((await stranger.startRun({ feature: "ai-image" })).status).toBe(401);
  expect((await web.run("none")).status).toBe(404);
  const form = {
    method: "POST",
    path: "/api/v1/runs",
    headers: { "Idempotency-Key": "k", "Content-Type": "multipart/form-data; boundary=x" },
  };
  expect((await web.ask({ ...form, body: "--x\r\nnot a form" })).status).toBe(400);
  expect((await web.ask({ ...form, body: Buffer.alloc(9 * 1024 * 1024) })).status).toBe(413);
  expect(await countLines(server, account)).toBe(1);
});

/** A run's request with a file, as a browser sends it. */
async function sendFile(web: ApiClient, feature: string, bytes: Buffer) {
  const form = new FormData();
  form.set("request", JSON.stringify({ feature }));
  form.set("file", new Blob([new Uint8Array(bytes)]), "photo.jpg");
  const encoded = new Response(form);
  const headers = { "Idempotency-Key": randomUUID(), "Content-Type": encoded.headers.get("content-type") ?? "" };
  return await web.ask({
    method: "POST",
    path: "/api/v1/runs",
    headers,
    body: Buffer.from(await encoded.arrayBuffer()),
  });
}

test("an unusable file is refused before credits are held; one found out while decoding fails as the sender's error", async ({
  server,
  stranger,
}) => {
  const { web, backend, account } = await newOwner(server, stranger, { purchased: 100 });
  const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
  const photo = await sharp({ create: { width: 400, height: 400, channels: 3, background: "red", noise } })
    .jpeg()
    .toBuffer();
  const small = await sharp(photo).resize(20, 20).jpeg().toBuffer();
  const unusable: [string, Buffer, string][] = [
    ["smart-cutout", Buffer.from("a photo"), "not-a-photo"],
    ["ai-portrait-animation", photo.subarray(0, 7), "damaged"],
    ["template-export", small, "too-small"],
    ["smart-cutout", Buffer.alloc(0), "empty"],
    ["background-removal", Buffer.from("GIF89a!"), "damaged"],
    ["background-removal", photo, "not-a-clip"],
  ];
  for (const [feature, bytes, message] of unusable) {
    const refused = await sendFile(web, feature, bytes);
    expect([refused.status, refused.problem], message).toMatchObject([422, { errors: [{ path: "file", message }] }]);
  }
  expect(await countLines(server, account)).toBe(1);

  const started = await sendFile(web, "smart-cutout", photo.subarray(0, photo.length / 2));
  expect(started.status).toBe(202);
  const { run } = z.object({ run: z.object({ id: z.string() }) }).parse(started.body);
  expect(await over(web, run.id)).toMatchObject({ status: "failed", error: "damaged" });
  const [line] = done(await backend.transactions()).transactions;
  expect(line).toMatchObject({ type: "release", reason: "invalid-input" });
});

test("a deeply nested input is refused, and is not a server error", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger, { purchased: 100 });
  const deep = (levels: number) => `{"feature":"ai-script","input":{"a":${"[".repeat(levels)}${"]".repeat(levels)}}}`;
  for (const levels of [40, 5_000, 30_000]) {
    const headers = { "Idempotency-Key": randomUUID(), "Content-Type": "application/json" };
    const refused = await web.ask({ method: "POST", path: "/api/v1/runs", headers, body: deep(levels) });
    expect([refused.status, refused.problem?.type], `${levels}`).toEqual([422, "/problems/invalid-request"]);
  }
});

test("at most three runs of an account are running at a time", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger, { purchased: 100 });
  const begin = async () => {
    const key = randomUUID();
    for (;;) {
      const answer = await web.startRun({ feature: "background-removal" }, key);
      // A busy machine may respond that the outcome is unknown: a retry with the same key finds out.
      if (answer.status !== 503) return answer;
    }
  };
  const answers = await Promise.all(Array.from({ length: 8 }, begin));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(3);
  for (const { status, headers } of answers) {
    if (status !== 202) expect([status, headers.get("retry-after")]).toEqual([429, "5"]);
  }
  // Otherwise their work would slow down other tests.
  for (const { body } of answers) if (body !== null) done(await web.cancelRun(body.run.id));
});
