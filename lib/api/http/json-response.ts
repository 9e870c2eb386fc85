const texts = new WeakMap<Response, string>();

/** A JSON response whose text is kept beside it: the server process sends that, and need not read it from a stream. */
export function jsonResponse(body: unknown, { status = 200, headers = {} }: JsonInit = {}): Response {
  const text = JSON.stringify(body);
  const response = new Response(text, { status, headers: { ...headers, "Content-Type": "application/json" } });
  texts.set(response, text);
  return response;
}

interface JsonInit {
  status?: number;
  headers?: Readonly<Record<string, string>>;
}

/** The text of a response that `jsonResponse` made; undefined for any other. */
export function textOf(response: Response): string | undefined {
  return texts.get(response);
}
