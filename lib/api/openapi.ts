import { createDocument } from "zod-openapi";
import { cookieName } from "#lib/people/cookies.ts";
import { allCalls } from "./all-calls.ts";
import { describeCall } from "./describe-call.ts";
import { describeDeviceSignIn } from "./describe-device-sign-in.ts";
import { describeOpenCalls } from "./describe-open-calls.ts";

/** The OpenAPI 3.1 description of the interface, made from the table of calls that serves it. */
export function describeApi() {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Purse",
      version: "1",
      description:
        "Credits of one account: read them, quote a use, spend or hold them, give them back, grant them, follow them live.",
    },
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: cookieName("session-token") },
        serviceKey: { type: "http", scheme: "bearer" },
        deviceToken: {
          type: "http",
          scheme: "bearer",
          description:
            "Of a desktop or mobile app that a person signed in (RFC 8628); discovery: /.well-known/oauth-authorization-server",
        },
      },
    },
    paths: { ...describeTable(), ...describeDeviceSignIn(), ...describeOpenCalls() },
  });
}

function describeTable() {
  return Object.fromEntries(
    [...Map.groupBy(allCalls, ({ path }) => path)].map(([path, calls]) => [
      path,
      Object.fromEntries(calls.map((call) => [methodNames[call.method], describeCall(call)])),
    ]),
  );
}

const methodNames = { GET: "get", POST: "post", DELETE: "delete" } as const;
