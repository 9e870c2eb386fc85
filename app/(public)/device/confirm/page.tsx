import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { z } from "zod";
import { PageFrame } from "#app/page-frame.tsx";
import { RequestCard } from "#components/devices/request-card.tsx";
import { RequestOutcome } from "#components/devices/request-outcome.tsx";
import { clientAddress, rateLimitSubnet } from "#lib/api/http/client-address.ts";
import { readRequest } from "#lib/devices/approve-code.ts";
import { canSendEmail } from "#lib/mail/send-email.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { answerDevice } from "../actions.ts";

const query = z.object({ request: z.string().max(200).catch("") });

export async function generateMetadata({ searchParams }: PageProps<"/device/confirm">): Promise<Metadata> {
  const { state } = await readAsked(query.parse(await searchParams).request);
  const t = await getTranslations("device");
  return { title: t(state === "waiting" ? "confirm.title" : `outcome.${state}.title`), referrer: "same-origin" };
}

/** Shows which device asks to be signed in, and asks for approval; afterwards shows the result. */
export default async function ConfirmDevice({ searchParams }: PageProps<"/device/confirm">) {
  const { request: handle } = query.parse(await searchParams);
  const { person, request, state } = await readAsked(handle);
  const here = clientAddress({ headers: await headers() });
  return (
    <PageFrame>
      <div className="mx-auto max-w-120">
        {request === null || state !== "waiting" ? (
          <RequestOutcome
            outcome={state === "waiting" ? "over" : state}
            platform={request?.platform ?? "desktop"}
            emails={canSendEmail()}
          />
        ) : (
          <RequestCard
            request={request}
            from={compare(here, request.address)}
            account={person.email}
            handle={handle}
            answer={answerDevice}
          />
        )}
      </div>
    </PageFrame>
  );
}

/** In an IPv6 network each machine has an address of its own. */
function compare(here: string, there: string): "here" | "near" | "elsewhere" {
  if (here === there) return "here";
  return rateLimitSubnet(here) === rateLimitSubnet(there) ? "near" : "elsewhere";
}

/** The request that both the page and its title describe: read once per page. */
const readAsked = cache(async (handle: string) => {
  const person = await requirePerson("/device");
  const request = await readRequest(person, handle);
  return { person, request, state: request?.state ?? "over" };
});
