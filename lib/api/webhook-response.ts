import "server-only";
import type { Answer } from "#lib/api/http/answer.ts";
import { readMediaType } from "#lib/api/http/media-type.ts";
import { invalidRequest } from "#lib/api/http/problem.ts";
import { readAtMost } from "#lib/api/http/read-body.ts";
import { handleWebhook } from "#lib/billing/payments/handle-webhook.ts";
import { database } from "#lib/database.ts";

const maxBytes = 1024 * 1024;

/** Handles one delivery from Stripe. The signature covers the exact bytes of the body, so it is read once, as text. */
export async function webhookResponse(request: Request): Promise<Answer> {
  if (request.headers.has("content-type") && readMediaType(request) === null) {
    return invalidRequest([{ path: "", message: "the body must be application/json in UTF-8" }], 415);
  }
  const read = await readAtMost(request, maxBytes);
  if (read.status === "refused") return invalidRequest([{ path: "", message: read.why }], read.code);
  const signature = request.headers.get("stripe-signature");
  const { status } = await handleWebhook(database(), { raw: read.bytes.toString("utf8"), signature });
  switch (status) {
    case "done":
      return Response.json({ received: true });
    case "bad-signature":
      return invalidRequest(
        [{ path: "Stripe-Signature", message: "does not match the body, or the body is not an event" }],
        400,
      );
    case "wrong-mode":
      return invalidRequest([{ path: "livemode", message: "does not match this environment" }], 400);
  }
}
