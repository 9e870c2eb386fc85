import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getNow, getTimeZone, getTranslations } from "next-intl/server";
import { PlainPage } from "#app/plain-page.tsx";
import { bdi } from "#components/ui/bdi.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatInstant } from "#lib/format/dates.ts";
import { readOutbox } from "#lib/mail/read-outbox.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outbox"))("title") };
}

export default async function Outbox() {
  const emails = await readOutbox();
  if (emails === null) notFound();
  const t = await getTranslations("outbox");
  const now = await getNow();
  const reader = { locale: await getLocale(), timeZone: await getTimeZone() };
  return (
    <PlainPage>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <div className="grid gap-1">
          <h1 className="font-bold text-xl">{t("title")}</h1>
          <p className="text-ink-2">{t("lead")}</p>
          <p>
            <Link href="/sign-in" className="font-medium underline underline-offset-4">
              {t("back")}
            </Link>
          </p>
        </div>
        {emails.length === 0 ? <p>{t("empty")}</p> : null}
        {emails.map((email, index) => (
          <Card
            key={email.id}
            // Emails of the same minute differ only by their position.
            aria-label={`${email.subject}, ${formatInstant(email.at, now, reader)}, ${email.to}, ${emails.length - index}`}
            className="grid grid-cols-[minmax(0,1fr)] gap-2 p-5 sm:p-6"
          >
            <h2 className="font-semibold text-lg">{email.subject}</h2>
            <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
              {t.rich("to", { address: email.to, bdi })} ·{" "}
              <time dateTime={email.at.toISOString()}>{formatInstant(email.at, now, reader)}</time>
            </p>
            <EmailText text={email.text} />
          </Card>
        ))}
      </div>
    </PlainPage>
  );
}

/** The lines of the email; a line that is a URL becomes a link. */
function EmailText({ text }: { text: string }) {
  const lines = text.split("\n\n").map((line, position) => ({ line, key: `${position} ${line}` }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 [overflow-wrap:anywhere]">
      {lines.map(({ line, key }) =>
        /^https?:\/\/\S+$/.test(line) ? (
          <a key={key} href={line} className="underline underline-offset-4 pointer-coarse:py-3">
            {line}
          </a>
        ) : (
          <p key={key} className="whitespace-pre-line">
            {line}
          </p>
        ),
      )}
    </div>
  );
}
