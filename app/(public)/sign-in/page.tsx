import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PlainPage } from "#app/plain-page.tsx";
import { SignInNotice } from "#components/sign-in/sign-in-notice.tsx";
import { currentPerson } from "#lib/people/current-person.ts";
import { ownPath, ownUrl } from "#lib/people/own-address.ts";
import { readPending } from "#lib/people/pending-cookie.ts";
import { fullAddress } from "../../full-address.ts";
import { forgetPending } from "./actions.ts";
import { readNotice } from "./read-notice.ts";
import { SignInPanel } from "./sign-in-panel.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function SignIn({ searchParams }: PageProps<"/sign-in">) {
  const { next, notice, minutes } = readNotice(await searchParams);
  const person = await currentPerson();
  if (person !== null && notice === null) redirect(fullAddress(ownUrl(next)));
  const t = await getTranslations("signIn");
  return (
    <PlainPage>
      <div className="mx-auto grid max-w-105 gap-5">
        <h1 className="font-bold text-xl">{t("title")}</h1>
        {notice === null ? null : (
          <SignInNotice name={notice} minutes={minutes} pending={await readPending()} forgetPending={forgetPending} />
        )}
        <SignInPanel next={ownPath(next)} />
      </div>
    </PlainPage>
  );
}
