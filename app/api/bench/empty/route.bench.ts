import { answer } from "#lib/http/answer.ts";
import { identify } from "#lib/http/caller.ts";

const access = { web: true, service: "spend", device: "spend" } as const;

/** What a spend is measured against: who is calling is established as for one, and nothing else is done. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const caller = await identify(request, access);
    return "slug" in caller ? caller : Response.json({ account: caller.account }, { status: 201 });
  });
}
