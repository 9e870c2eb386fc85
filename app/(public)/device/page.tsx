import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { PageFrame } from "#app/page-frame.tsx";
import { CodeForm } from "#components/devices/code-form.tsx";
import { SignInAgain } from "#components/devices/sign-in-again.tsx";
import { signedInLately } from "#lib/devices/approve-code.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { sendCode } from "./actions.ts";
import { signInAgain } from "./sign-in-again.ts";

const query = z.object({
  notice: z.enum(["unknown", "too-many-codes", "limited"]).nullable().catch(null),
  wait: z.coerce.number().int().min(1).max(86_400).catch(60),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("device"))("title") };
}

/** Where the user types the code that a device shows. The field starts empty whatever a link contains. */
export default async function Device({ searchParams }: PageProps<"/device">) {
  const person = await requirePerson("/device");
  const { notice, wait } = query.parse(await searchParams);
  return (
    <PageFrame>
      <div className="mx-auto max-w-105">
        {signedInLately(person) ? (
          <CodeForm
            account={person.email}
            notice={notice}
            minutes={Math.ceil(wait / 60)}
            signInAgain={signInAgain}
            send={sendCode}
          />
        ) : (
          <SignInAgain href={signInAgain} />
        )}
      </div>
    </PageFrame>
  );
}
