import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import { SignedInPage } from "#app/signed-in-page.tsx";
import { Lab } from "#components/devices-lab/lab.tsx";
import { isDemo } from "#lib/config/settings.ts";
import { labMessages } from "#lib/i18n/client-messages.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { signInDevice } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("devicesLab"))("title") };
}

/** It is outside the signed-in pages: ending this browser's session does not sign its devices out. */
export default async function DevicesLab() {
  if (!isDemo()) notFound();
  const person = await requirePerson();
  const t = await getTranslations("devicesLab");
  return (
    <SignedInPage person={person} wide outlivesSession>
      <div className="grid gap-6">
        <div className="grid gap-1">
          <h1 className="font-bold text-xl">{t("title")}</h1>
          <p className="max-w-3xl text-pretty text-ink-2">{t("lead")}</p>
        </div>
        <NextIntlClientProvider messages={labMessages}>
          <Lab account={person.accountId} name={person.name} signIn={signInDevice} />
        </NextIntlClientProvider>
      </div>
    </SignedInPage>
  );
}
