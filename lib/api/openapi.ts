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
        "The credits of an account: read, quote, spend, hold, return and grant them, and follow the balance live.",
    },
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: cookieName("session-token") },
        serviceKey: { type: "http", scheme: "bearer" },
        deviceToken: {
          type: "http",
          scheme: "bearer",
          description:
            "The token of a signed-in desktop or mobile app (RFC 8628); discovery: /.well-known/oauth-authorization-server",
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
