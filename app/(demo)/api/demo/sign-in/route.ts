import { cookies } from "next/headers";
import { z } from "zod";
import { readForm } from "#lib/api/http/read-form.ts";
import { isDemo } from "#lib/config/settings.ts";
import { signInDemoPerson } from "#lib/people/demo-people.ts";
import { isOwnForm, ownPath, ownUrl } from "#lib/people/own-address.ts";
import { sessionPerson } from "#lib/people/person.ts";

const form = z.object({ person: z.string().max(40), next: z.string().max(2000).optional() });

/** Signs in as a demo user; outside the demo it answers 404. */
export async function POST(request: Request): Promise<Response> {
  if (!isDemo()) return new Response(null, { status: 404 });
  if (!isOwnForm(request)) return new Response(null, { status: 403 });
  const read = await readForm(request);
  if (read.status === "refused") return new Response(`${read.why}\n`, { status: read.code });
  const parsed = form.safeParse(Object.fromEntries(read.fields));
  if (!parsed.success) return new Response(null, { status: 404 });
  const previous = await sessionPerson(request);
  const result = await signInDemoPerson(parsed.data.person, {
    previous: previous?.sessionId ?? null,
    userAgent: request.headers.get("user-agent"),
  });
  if (result.status === "not-found") return new Response(null, { status: 404 });
  (await cookies()).set(result.cookie);
  return new Response(null, { status: 303, headers: { Location: ownUrl(ownPath(parsed.data.next)) } });
}
