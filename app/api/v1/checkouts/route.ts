import { answerCheckout } from "#lib/api/answer-checkout.ts";
import { methods } from "#lib/api/methods.ts";
import { writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";
import { webPages } from "#lib/api/web-pages.ts";

const access = {
  web: true,
  service: null,
  device: "buy" as const,
  page: webPages.buy,
  pageFor: ({ pack }: { pack: string }) => `${webPages.buy}?pack=${pack}`,
};

const buy = writeRoute(access, requests.checkout, ({ caller, body, asked }) => answerCheckout(caller, body, asked));

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: buy });
