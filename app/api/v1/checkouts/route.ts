import { answerCheckout } from "#lib/api/answer-checkout.ts";
import { methods } from "#lib/api/methods.ts";
import { writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";

const store = "/profile/credits/store";
const access = {
  web: true,
  service: null,
  device: "buy" as const,
  page: store,
  pageFor: ({ pack }: { pack: string }) => `${store}?pack=${pack}`,
};

const buy = writeRoute(access, requests.checkout, ({ caller, body, asked }) => answerCheckout(caller, body, asked));

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: buy });
