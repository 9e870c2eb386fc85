import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type ApiClient, done } from "#testing/api-client.ts";
import { expect, newDevice, newOwner, test } from "./app.ts";
import { get, keysOf, post } from "./device-calls.ts";

// A run is work: on a busy machine it takes longer than other calls.
const Run = z.looseObject({ id: z.string(), status: z.string(), hold: z.looseObject({ status: z.string() }) });
const Written = z.strictObject({ run: Run, balance: z.strictObject({ version: z.int(), available: z.int() }) });
const Now = z.strictObject({ run: Run });

const body = { feature: "ai-image", units: 3, input: { prompt: "A lighthouse" } };
const begun = ["id", "feature", "units", "createdAt", "status", "hold"];
const done3 = [...begun, "progress", "cost", "result", "results", "receipt"];
const hold = ["id", "status", "amount", "held", "feature", "expiresAt"];

const shapes = {
  mobile: { version: "12", hold: ["id", "status"], captured: ["id", "status"], receipt: ["version", "used"] },
  desktop: {
    version: "6.2",
    hold,
    captured: [...hold, "captured"],
    receipt: ["version", "used", "held", "balanceAfter", "uses"],
  },
} as const;

for (const platform of ["mobile", "desktop"] as const) {
  test(`${platform}: a run shows what its platform can see: started, done, cancelled and replayed`, async ({
    server,
    stranger,
  }) => {
    const { account } = await newOwner(server, stranger, { subscription: 4, activity: 4, purchased: 100 });
    const shape = shapes[platform];
    const device = await newDevice(server, stranger, { account, platform, version: shape.version });
    const seen: unknown[] = [];
    const ask = async (call: Parameters<ApiClient["ask"]>[0]) => {
      const answer = done(await device.ask(call));
      seen.push(answer);
      return answer;
    };
    const key = randomUUID();
    const started = await ask(post("/api/v1/runs", body, key));
    const { run } = Written.parse(started);
    expect([keysOf(run), keysOf(run.hold)]).toEqual([begun.toSorted(), shape.hold.toSorted()]);
    expect(await ask(post("/api/v1/runs", body, key))).toEqual(started);

    const ended = await over(async () => Now.parse(await ask(get(`/api/v1/runs/${run.id}`))).run);
    expect(ended).toMatchObject({ status: "done", cost: 12, hold: { status: "captured" }, receipt: { used: 12 } });
    expect(keysOf(ended)).toEqual(done3.toSorted());
    expect(keysOf(ended.hold)).toEqual(shape.captured.toSorted());
    expect(keysOf(z.looseObject({}).parse(ended.receipt))).toEqual(shape.receipt.toSorted());

    const second = Written.parse(await ask(post("/api/v1/runs", { ...body, units: 4 }))).run;
    const cancelled = await device.ask(post(`/api/v1/runs/${second.id}/cancel`, {}));
    // A quick tool may be done before: then the response is the refusal.
    seen.push(cancelled.body ?? cancelled.problem);
    if (cancelled.body !== null) {
      const { run: given } = Written.parse(cancelled.body);
      expect([keysOf(given), keysOf(given.hold)]).toEqual([begun.toSorted(), shape.hold.toSorted()]);
    }
    const told = JSON.stringify(seen);
    expect(told).not.toMatch(/batch|entries|nextExpiry|balanceBefore/);
    if (platform === "mobile") expect(told).not.toMatch(/subscription|activity|purchased|balanceAfter|held|amount/);
  });
}

test("a quote id has the same length with one kind as with three, for every caller", async ({ server, stranger }) => {
  const { account, web } = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
  const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "12" });
  for (const api of [mobile, web]) {
    const lengths = new Set<number>();
    // 20, 24 and 36 credits: of one kind, of two, of all three.
    for (const units of [5, 6, 9]) {
      const one = { feature: "ai-image", units };
      lengths.add(Quoted.parse(done(await api.ask(post("/api/v1/quotes", one)))).id.length);
    }
    expect(lengths.size).toBe(1);
  }
});

const Quoted = z.looseObject({ id: z.string() });

async function over(look: () => Promise<z.infer<typeof Run>>): Promise<z.infer<typeof Run>> {
  for (;;) {
    const run = await look();
    if (run.status !== "running") return run;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
