import { answer } from "#lib/api/http/answer.ts";
import { identify } from "#lib/api/http/caller.ts";

const access = { web: true, service: "read", device: "see-total" } as const;

const headers = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "private, no-store, no-transform",
  "X-Accel-Buffering": "no",
};

/** The baseline for balance streams: it authenticates the caller as they do, stays open, and sends nothing. */
export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const caller = await identify(request, access);
    if ("slug" in caller) return caller;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("retry: 1000\n\n")),
    });
    return new Response(stream, { headers: { ...headers, "Credits-Account": caller.account } });
  });
}
