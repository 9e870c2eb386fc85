import "server-only";
import { answer } from "./answer.ts";

/** The error codes of RFC 6749 (5.2) and RFC 8628 (3.5). */
export type OAuthErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "unsupported_grant_type"
  | "authorization_pending"
  | "slow_down"
  | "access_denied"
  | "expired_token"
  | "temporarily_unavailable"
  | "server_error";

/** An error of the OAuth calls, as their clients expect it. */
export interface OAuthError {
  error: OAuthErrorCode;
  description: string;
  status?: number;
  headers?: Record<string, string>;
}

/**
 * Runs a handler of the OAuth calls at the edge, like `answer`; but OAuth clients read OAuth errors, for outages
 * too, and no response may be cached (RFC 6749, 5.1).
 */
export async function answerOAuth(run: () => Promise<Response | OAuthError>): Promise<Response> {
  const response = await answer(async () => {
    const result = await run();
    return result instanceof Response ? result : errorResponse(result);
  });
  response.headers.set("Pragma", "no-cache");
  return response.status < 500 ? response : asOAuthError(response);
}

function errorResponse({ error, description, status = 400, headers = {} }: OAuthError): Response {
  return Response.json({ error, error_description: description }, { status, headers });
}

function asOAuthError({ status, headers }: Response): Response {
  const kept = new Headers(headers);
  kept.delete("Content-Type");
  return status === 503
    ? errorResponse({
        error: "temporarily_unavailable",
        description: "try again in a moment",
        status,
        headers: Object.fromEntries(kept),
      })
    : errorResponse({
        error: "server_error",
        description: "the error was logged",
        status,
        headers: Object.fromEntries(kept),
      });
}
