import * as z from "zod/mini";
import { makeKey } from "#lib/client/make-key.ts";
import { type MadeFile, RunView } from "./run-view.ts";

/** Why a run did not start. `unknown`: the response was lost, and a retry finds out; `lost`: the same for the free export. */
export type RunFailure =
  | { status: "refused"; slug: string; field: string; reason: string; retryAfterSeconds: number }
  | { status: "unknown" }
  | { status: "lost" };

/** The result of requesting a run. */
type Begun = { status: "begun"; run: RunView; replayed: boolean } | RunFailure;

const Answer = z.object({ run: RunView });
const Problem = z.object({
  type: z.string(),
  status: z.int(),
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});

/** Requests a run under a key. `toFail` is the demo's switch. */
export async function sendRun(form: FormData, key: string, toFail: boolean): Promise<Begun> {
  try {
    const headers = { "Idempotency-Key": key, ...(toFail ? { "Purse-Demo": "fail" } : {}) };
    const answer = await fetch("/api/v1/runs", { method: "POST", headers, body: form });
    if (!answer.ok) return await readRefusal(answer);
    const { run } = Answer.parse(await answer.json());
    return { status: "begun", run, replayed: answer.headers.get("Idempotent-Replayed") === "true" };
  } catch {
    return { status: "unknown" };
  }
}

/** A run as it is now; null when that cannot be read at the moment. */
export async function lookAtRun(id: string): Promise<RunView | null> {
  try {
    const answer = await fetch(`/api/v1/runs/${id}`);
    return answer.ok ? Answer.parse(await answer.json()).run : null;
  } catch {
    return null;
  }
}

/** Cancels a run, and returns it as it is then; null when that cannot be read at the moment. */
export async function cancelRun(id: string): Promise<RunView | null> {
  try {
    await fetch(`/api/v1/runs/${id}/cancel`, { method: "POST", headers: { "Idempotency-Key": makeKey() } });
  } catch {
    // The run itself shows whether the cancellation arrived.
  }
  return await lookAtRun(id);
}

/** Makes the free export; the file stays in this browser. */
export async function exportFree(
  form: FormData,
): Promise<{ status: "made"; file: MadeFile } | Extract<RunFailure, { status: "refused" | "lost" }>> {
  try {
    const answer = await fetch("/tools/template-export/watermarked", { method: "POST", body: form });
    if (!answer.ok) {
      const refusal = await readRefusal(answer);
      return refusal.status === "refused" ? refusal : { status: "lost" };
    }
    const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "export.png";
    const blob = await answer.blob();
    return { status: "made", file: { url: URL.createObjectURL(blob), name, type: blob.type } };
  } catch {
    return { status: "lost" };
  }
}

async function readRefusal(answer: Response): Promise<RunFailure> {
  const { type, status, errors } = Problem.parse(await answer.json());
  if (status >= 500) return { status: "unknown" };
  const slug = status === 413 ? "too-large" : type.replace("/problems/", "");
  const retryAfterSeconds = Number(answer.headers.get("Retry-After") ?? 1);
  return {
    status: "refused",
    slug,
    field: errors?.[0]?.path ?? "",
    reason: errors?.[0]?.message ?? "",
    retryAfterSeconds,
  };
}
