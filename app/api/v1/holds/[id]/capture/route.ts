import type { z } from "zod";
import { answerHoldChange } from "#lib/api/answer-hold.ts";
import { methods } from "#lib/api/methods.ts";
import { writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";

const write = writeRoute<z.infer<typeof requests.capture>, { id: string }>(
  { web: false, service: "spend", device: null },
  requests.capture,
  ({ caller, body, asked, params: { id } }) =>
    answerHoldChange(
      { caller, id, request: asked },
      { type: "capture", amount: body.amount ?? null, final: body.final ?? true },
    ),
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: write });
