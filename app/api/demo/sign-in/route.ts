import { cookies } from "next/headers";
import { z } from "zod";
import { signInDemoPerson } from "#lib/auth/demo-people.ts";
import { isOwnOrigin, ownPath, ownUrl } from "#lib/auth/own-address.ts";
import { sessionPerson } from "#lib/auth/person.ts";

const form = z.object({ person: z.string().max(40), next: z.string().max(2000).optional() });

/** Signs in as a demonstration person; outside of a demonstration there is nothing here. */
export async function POST(request: Request): Promise<Response> {
  const parsed = form.safeParse(Object.fromEntries(await request.formData().catch(() => new FormData())));
  if (!parsed.success || !isOwnOrigin(request)) return new Response(null, { status: 404 });
  const previous = await sessionPerson(request);
  const result = await signInDemoPerson(parsed.data.person, {
    previous: previous?.sessionId ?? null,
    userAgent: request.headers.get("user-agent"),
  });
  if (result.status === "not-found") return new Response(null, { status: 404 });
  (await cookies()).set(result.cookie);
  return new Response(null, { status: 303, headers: { Location: ownUrl(ownPath(parsed.data.next)) } });
}
