import { type RunRequest, startRun } from "#lib/client/page-client.ts";
import { type Refusal, readRefusal } from "#lib/client/refusal.ts";
import type { WebRun } from "#lib/client/responses.ts";
import type { MadeFile } from "./made-files.tsx";

/** Why a run did not start. `unknown`: the response was lost, and a retry finds out; `lost`: the same for the free export. */
export type RunFailure =
  | { status: "refused"; slug: string; field: string; reason: string; retryAfterSeconds: number }
  /** Results that are still kept leave no room for more until then, an ISO 8601 instant. */
  | { status: "results-full"; roomAt: string }
  /** Another user is signed in by now: their name. */
  | { status: "other-user"; name: string }
  | { status: "unknown" }
  | { status: "lost" };

/** The result of requesting a run. */
type Begun = { status: "begun"; run: WebRun; replayed: boolean } | RunFailure;

/** Requests a run for the page's account, under a key. `toFail` is the demo's switch. */
export async function sendRun(form: FormData, asked: RunRequest): Promise<Begun> {
  const sent = await startRun(form, asked).catch(() => null);
  if (sent === null) return { status: "unknown" };
  if (sent.status !== "ok") return explain(sent);
  return sent.body === null ? { status: "unknown" } : { status: "begun", run: sent.body.run, replayed: sent.replayed };
}

/** Makes the free export; the file stays in this browser. */
export async function exportFree(
  form: FormData,
): Promise<{ status: "made"; file: MadeFile } | Extract<RunFailure, { status: "refused" | "lost" }>> {
  try {
    // No call of the interface: it answers with the file itself.
    const answer = await fetch("/tools/template-export/watermarked", { method: "POST", body: form });
    if (!answer.ok) {
      const refusal = readRefusal(answer.status, answer.headers.get("Retry-After"), await answer.json());
      const failure = refusal === null || answer.status >= 500 ? null : explain(refusal);
      return failure?.status === "refused" ? failure : { status: "lost" };
    }
    const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "export.png";
    const blob = await answer.blob();
    return { status: "made", file: { url: URL.createObjectURL(blob), name, type: blob.type } };
  } catch {
    return { status: "lost" };
  }
}

function explain(refusal: Refusal): RunFailure {
  const refused = { status: "refused", field: "", reason: "", retryAfterSeconds: 1 } as const;
  switch (refusal.status) {
    case "unknown":
    case "unreachable":
      return { status: "unknown" };
    case "signed-out":
      return { ...refused, slug: "unauthenticated" };
    case "rate-limited":
      return { ...refused, slug: "rate-limited", retryAfterSeconds: refusal.retryAfterSeconds };
    case "refused": {
      if (refusal.signedInAs !== undefined) return { status: "other-user", name: refusal.signedInAs };
      const [first] = refusal.errors ?? [];
      const slug = refusal.httpStatus === 413 ? "too-large" : refusal.slug;
      return { ...refused, slug, field: first?.path ?? "", reason: first?.message ?? "" };
    }
    case "results-full":
      return refusal;
    case "client-too-old":
    case "not-on-this-platform":
    case "insufficient-credits":
    case "quote-changed":
    case "quote-expired":
    case "account-frozen":
      return { ...refused, slug: refusal.status };
  }
}
