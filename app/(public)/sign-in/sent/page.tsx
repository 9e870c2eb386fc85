import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PlainPage } from "#app/plain-page.tsx";
import { Card } from "#components/ui/card.tsx";
import { isDemo } from "#lib/config/settings.ts";
import { linkMinutes } from "#lib/people/sign-in-link.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.sent"))("title") };
}

export default async function Sent() {
  const t = await getTranslations("signIn.sent");
  const link = "font-medium text-ink underline underline-offset-4";
  return (
    <PlainPage>
      <Card className="mx-auto grid max-w-105 gap-3 p-5 sm:p-6">
        <h1 className="font-bold text-xl">{t("title")}</h1>
        <p>{t("text", { minutes: linkMinutes })}</p>
        <p className="text-ink-2">
          {t.rich("late", {
            again: (words) => (
              <Link href="/sign-in" className={link}>
                {words}
              </Link>
            ),
          })}
        </p>
        {isDemo() ? (
          <p className="text-ink-2">
            {t.rich("outbox", {
              outbox: (words) => (
                <Link href="/demo/outbox" className={link}>
                  {words}
                </Link>
              ),
            })}
          </p>
        ) : null}
      </Card>
    </PlainPage>
  );
}
