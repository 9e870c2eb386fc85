import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { PlainPage } from "#app/plain-page.tsx";
import { SignInNotice } from "#components/sign-in/sign-in-notice.tsx";
import { SubmitButton } from "#components/sign-in/submit-button.tsx";
import { bdi } from "#components/ui/bdi.tsx";
import { Card } from "#components/ui/card.tsx";
import { parseAddress } from "#lib/people/address.ts";
import { currentPerson } from "#lib/people/current-person.ts";
import { home, ownPath } from "#lib/people/own-address.ts";
import { readPending } from "#lib/people/pending-cookie.ts";
import { canUseLink } from "#lib/people/sign-in-link.ts";
import { forgetPending } from "../actions.ts";
import { SignInPanel } from "../sign-in-panel.tsx";

const query = z.object({
  token: z.string().max(200).catch(""),
  email: z.string().max(320).catch(""),
  next: z.string().max(2000).catch(""),
});

// A mail scanner that opens the link changes nothing, and no other site learns the link.
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signIn");
  return { title: t("title"), referrer: "same-origin", robots: { index: false } };
}

export default async function Confirm({ searchParams }: PageProps<"/sign-in/confirm">) {
  const { token, email, next } = query.parse(await searchParams);
  const address = parseAddress(email);
  const open = address !== null && token !== "" && (await canUseLink({ address, secret: token }));
  return (
    <PlainPage>
      <div className="mx-auto max-w-105">
        {open ? <ContinueCard address={address} token={token} next={ownPath(next)} /> : <UsedLink />}
      </div>
    </PlainPage>
  );
}

async function ContinueCard({ address, token, next }: { address: string; token: string; next: string }) {
  const t = await getTranslations("signIn");
  const pending = await readPending();
  const redeem = `/api/auth/callback/email?${new URLSearchParams({ token, email: address, callbackUrl: next })}`;
  return (
    <Card className="grid gap-4 p-5 sm:p-6">
      <h1 className="font-bold text-xl [overflow-wrap:anywhere]">{t.rich("confirm.title", { address, bdi })}</h1>
      <p>{t("confirm.text")}</p>
      {pending?.address === address ? (
        <p>{t.rich("confirm.connects", { label: pending.label, provider: t(`providers.${pending.provider}`), bdi })}</p>
      ) : null}
      <form method="post" action={redeem}>
        <SubmitButton size="lg" className="w-full">
          {t("confirm.button")}
        </SubmitButton>
      </form>
      <p className="text-ink-2 text-sm">{t("confirm.notYou")}</p>
    </Card>
  );
}

async function UsedLink() {
  const t = await getTranslations("signIn.confirm");
  const person = await currentPerson();
  return (
    <div className="grid gap-5">
      <h1 className="font-bold text-xl">{t("usedTitle")}</h1>
      {person === null ? (
        <>
          <SignInNotice name="link-used" minutes={0} pending={null} forgetPending={forgetPending} />
          <SignInPanel next={home} />
        </>
      ) : (
        <p>
          {t.rich("signedIn", {
            address: person.email,
            bdi,
            credits: (words) => (
              <Link href={home} className="font-medium underline underline-offset-4">
                {words}
              </Link>
            ),
          })}
        </p>
      )}
    </div>
  );
}
