import { z } from "zod";
import { versionForm } from "#lib/devices/version.ts";
import { describeRefusals, notStored, requestId } from "./problem-shapes.ts";

/** The calls that sign a device in, as RFC 8628 defines them. */
export function describeDeviceSignIn() {
  return {
    "/api/oauth/device_authorization": { post: authorizeDevice },
    "/api/oauth/token": { post: collectToken },
  };
}

const client = {
  client_id: z.enum(["desktop", "mobile"]),
  client_version: z
    .string()
    .regex(new RegExp(`^(?:${versionForm})?$`))
    .optional()
    .meta({ description: "The app's version, such as 6.1.0." }),
};
const headers = { ...requestId, ...notStored, Pragma: z.literal("no-cache") };
const wait = { "Retry-After": z.string().regex(/^[1-9]\d*$/) };

const authorizeDevice = describeOAuth({
  operationId: "authorizeDevice",
  summary:
    "Starts the sign-in of a device: returns a code that the app keeps, and one that the user enters at verification_uri",
  form: z.object(client),
  answer: z.strictObject({
    device_code: z.string(),
    user_code: z.string().regex(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
    verification_uri: z.url(),
    expires_in: z.int().positive(),
    interval: z.int().positive(),
  }),
  errors: {
    400: refusal(["invalid_request", "invalid_client"]),
    401: refusal(["invalid_client"], { "WWW-Authenticate": z.string() }),
    429: refusal(["temporarily_unavailable"], wait),
  },
});

const collectToken = describeOAuth({
  operationId: "collectToken",
  summary:
    "Returns the device's token, once, after the user has approved it; until then the app asks again after each interval",
  form: z.object({
    ...client,
    grant_type: z.literal("urn:ietf:params:oauth:grant-type:device_code"),
    device_code: z.string().min(1),
  }),
  answer: z.strictObject({
    access_token: z.string().regex(/^pdt_[\w-]{43}$/),
    token_type: z.literal("Bearer"),
  }),
  errors: {
    400: refusal([
      "invalid_request",
      "invalid_client",
      "invalid_grant",
      "unsupported_grant_type",
      "authorization_pending",
      "slow_down",
      "access_denied",
      "expired_token",
    ]),
    401: refusal(["invalid_client"], { "WWW-Authenticate": z.string() }),
  },
});

interface OAuthCall {
  operationId: string;
  summary: string;
  form: z.ZodObject;
  answer: z.ZodObject;
  errors: Record<`${number}`, ReturnType<typeof refusal>>;
}

function describeOAuth({ operationId, summary, form, answer, errors }: OAuthCall) {
  return {
    operationId,
    summary,
    security: [],
    requestBody: { required: true, content: { "application/x-www-form-urlencoded": { schema: form } } },
    responses: {
      "200": { description: summary, headers: z.object(headers), content: { "application/json": { schema: answer } } },
      ...describeRefusals(["method-not-allowed"]),
      "415": refusal(["invalid_request"]),
      ...errors,
      "500": refusal(["server_error"]),
      "503": refusal(["temporarily_unavailable"], wait),
    },
  };
}

/** An error as OAuth clients read it (RFC 6749, 5.2). */
function refusal(codes: readonly [string, ...string[]], more: z.ZodRawShape = {}) {
  const schema = z.strictObject({ error: z.enum(codes), error_description: z.string() });
  return {
    description: codes.join(", "),
    headers: z.object({ ...headers, ...more }),
    content: { "application/json": { schema } },
  };
}
