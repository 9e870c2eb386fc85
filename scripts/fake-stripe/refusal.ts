type Detail = { type: string; message: string; param?: string; code?: string };

/** An error response, in the form that the SDK recognises: without a top-level `error` it would take it for one. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: { error: Detail };

  constructor(status: number, detail: Detail) {
    super(detail.message);
    this.status = status;
    this.body = { error: detail };
  }
}

/** A request that Stripe would call invalid. */
export function invalidRequest(message: string, more: { param?: string; code?: string; status?: number } = {}) {
  const { status = 400, ...detail } = more;
  return new Refusal(status, { type: "invalid_request_error", message, ...detail });
}

/** No object of that id. */
export function noSuch(what: string, id: string, param = "id") {
  return invalidRequest(`No such ${what}: '${id}'`, { status: 404, code: "resource_missing", param });
}

/** A card that was refused while the request waited: nothing of the request was carried out. */
export function cardDeclined() {
  return new Refusal(402, { type: "card_error", code: "card_declined", message: "Your card was declined." });
}
