import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getNow, getTimeZone, getTranslations } from "next-intl/server";
import { PlainFrame } from "#components/layout/plain-frame.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatInstant } from "#lib/format/dates.ts";
import { readOutbox } from "#lib/mail/read-outbox.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outbox"))("title") };
}

export default async function Outbox() {
  const letters = await readOutbox();
  if (letters === null) notFound();
  const t = await getTranslations("outbox");
  const now = await getNow();
  const reader = { locale: await getLocale(), timeZone: await getTimeZone() };
  return (
    <PlainFrame demo>
      <div className="grid gap-5">
        <div className="grid gap-1">
          <h1 className="font-bold text-xl">{t("title")}</h1>
          <p className="text-ink-2">{t("lead")}</p>
          <p>
            <Link href="/sign-in" className="font-medium underline underline-offset-4">
              {t("back")}
            </Link>
          </p>
        </div>
        {letters.length === 0 ? <p>{t("empty")}</p> : null}
        {letters.map((letter, index) => (
          <Card
            key={letter.id}
            // Letters of the same minute look alike but for their place.
            aria-label={`${letter.subject}, ${formatInstant(letter.at, now, reader)}, ${letter.to}, ${letters.length - index}`}
            className="grid gap-2 p-5 sm:p-6"
          >
            <h2 className="font-semibold text-lg">{letter.subject}</h2>
            <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
              {t("to", { address: letter.to })} ·{" "}
              <time dateTime={letter.at.toISOString()}>{formatInstant(letter.at, now, reader)}</time>
            </p>
            <LetterText text={letter.text} />
          </Card>
        ))}
      </div>
    </PlainFrame>
  );
}

/** The letter's lines; a line that is an address is a link. */
function LetterText({ text }: { text: string }) {
  const lines = text.split("\n\n").map((line, position) => ({ line, key: `${position} ${line}` }));
  return (
    <div className="grid gap-2">
      {lines.map(({ line, key }) =>
        /^https?:\/\/\S+$/.test(line) ? (
          <a key={key} href={line} className="underline underline-offset-4 [overflow-wrap:anywhere]">
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
