import { Agent, request } from "node:http";
import { z } from "zod";
import { serviceKey } from "#testing/app-environment.ts";

/** A command as a product's back end sends it; a retry sends the same one. */
export interface Call {
  account: string;
  key: string;
  path: string;
  body: object;
}

/** The result: `not-connected` when the process accepted no connection, `lost` when it did and never responded. */
export type Told =
  | { status: "answered"; code: number; retryAfter: string | undefined; replayed: boolean; text: string }
  | { status: "not-connected" }
  | { status: "lost" };

const patienceMs = 40_000;
const kept = new Agent({ keepAlive: true, maxSockets: 256 });

/** Sends a command, over a kept connection or a new one. */
export function ask(url: string, { account, key, path, body }: Call, ownConnection = false): Promise<Told> {
  const text = JSON.stringify(body);
  const headers = {
    Authorization: `Bearer ${serviceKey}`,
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
    "Idempotency-Key": key,
    ...(account === "" ? {} : { "Credits-Account": account }),
  };
  return new Promise((resolve) => {
    const agent = ownConnection ? false : kept;
    const asked = request(new URL(path, url), { method: "POST", headers, agent, timeout: patienceMs }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", () => resolve({ status: "lost" }));
      answer.on("end", () =>
        resolve({
          status: "answered",
          code: answer.statusCode ?? 0,
          retryAfter: answer.headers["retry-after"],
          replayed: answer.headers["idempotent-replayed"] === "true",
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", (error) => resolve({ status: isRefused.test(String(error)) ? "not-connected" : "lost" }));
    asked.end(text);
  });
}

const isRefused = /ECONNREFUSED/;
const Line = z.object({ version: z.number(), amount: z.number(), hold: z.number().optional() });

/** A line of the history, as a response promised it. */
export type Promised = z.infer<typeof Line>;

/** The line that a response says was written. */
export function readLine(text: string): Promised {
  return z.object({ transaction: Line }).parse(JSON.parse(text)).transaction;
}
