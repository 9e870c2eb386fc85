import type { z } from "zod";
import { answerRefund } from "#lib/api/answer-refund.ts";
import { methods } from "#lib/api/methods.ts";
import { writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";
import { webPages } from "#lib/api/web-pages.ts";

const write = writeRoute<z.infer<typeof requests.refund>, { version: string }>(
  { web: false, service: "refund", device: null, page: webPages.refund },
  requests.refund,
  ({ caller, body, asked, params: { version } }) => answerRefund({ caller, version, request: asked }, body),
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: write });
