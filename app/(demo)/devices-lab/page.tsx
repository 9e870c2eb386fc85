import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Lab } from "#components/devices-lab/lab.tsx";
import { PlainFrame } from "#components/layout/plain-frame.tsx";
import { isDemo } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { signInDevice } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("devicesLab"))("title") };
}

/** It is outside the signed-in pages: ending this browser's session does not sign its devices out. */
export default async function DevicesLab() {
  if (!isDemo()) notFound();
  const { accountId, name } = await requirePerson();
  const balance = await readBalance(database(), accountId);
  if (balance === null) throw new Error(`The account ${accountId} of a signed-in person is missing`);
  const t = await getTranslations("devicesLab");
  return (
    <PlainFrame demo wide>
      <div className="grid gap-6">
        <div className="grid gap-1">
          <h1 className="font-bold text-xl">{t("title")}</h1>
          <p className="max-w-3xl text-pretty text-ink-2">{t("lead")}</p>
        </div>
        <Lab account={accountId} name={name} balance={balance} signIn={signInDevice} />
      </div>
    </PlainFrame>
  );
}
