import { z } from "zod";
import { allow } from "#lib/api/http/allow.ts";
import { answer } from "#lib/api/http/answer.ts";
import { identify } from "#lib/api/http/caller.ts";
import { invalidRequest } from "#lib/api/http/problem.ts";
import { readUpload } from "#lib/api/http/read-upload.ts";
import { exportWatermarked } from "#lib/tools/export-watermarked.ts";
import { PHOTO_BYTES_LIMIT } from "#lib/tools/read-photo.ts";

const Form = z.strictObject({ input: z.record(z.string(), z.unknown()) });

/** The export with the watermark: it is free, so it is not a run, takes no key and writes no transaction. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const caller = await identify(request, { web: true, service: null, device: null });
    if ("slug" in caller) return caller;
    const allowance = await allow({ key: `exports:${caller.account}`, capacity: 20, perSeconds: 60 });
    if (allowance.status === "limited") {
      return { slug: "rate-limited", detail: "at most 20 exports a minute", ...wait(allowance) };
    }
    const sent = await readUpload(request, Form, PHOTO_BYTES_LIMIT);
    if (sent.status === "refused") return sent.problem;
    const made = await exportWatermarked(sent.body.input, sent.file);
    if (made.status === "refused") return invalidRequest([made]);
    const headers = { "Content-Type": made.type, "Content-Disposition": `attachment; filename="${made.name}"` };
    return new Response(new Uint8Array(made.bytes), { headers });
  });
}

function wait({ retryAfterSeconds }: { retryAfterSeconds: number }) {
  return { retryAfterSeconds };
}
