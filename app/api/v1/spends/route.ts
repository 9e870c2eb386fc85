import { answerSpend } from "#lib/api/answer-spend.ts";
import { methods } from "#lib/api/methods.ts";
import { writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";

const access = {
  web: true,
  service: "spend" as const,
  device: "spend" as const,
  featureOf: ({ feature }: { feature: string }) => feature,
};

const write = writeRoute(access, requests.spend, ({ caller, body, asked }) => answerSpend(caller, body, asked));

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: write });
