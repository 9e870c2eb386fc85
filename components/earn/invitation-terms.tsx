import { Gift } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useReader } from "#components/balance/use-reader.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatExpiry } from "#lib/format/dates.ts";
import { bdi } from "../ui/bdi.tsx";

/** An invitation: who gives what to whom and until when; or that it is closed. */
export type Terms =
  | { status: "closed"; name: string | null }
  | {
      status: "open";
      name: string | null;
      friendCredits: number;
      referrerCredits: number;
      validDays: number;
      holdDays: number;
      qualifiesBy: "purchase" | "use";
      /** Exclusive; null has no end. */
      endsAt: Date | null;
      now: Date;
    };

/** The page behind the link that a friend sent. */
export function InvitationTerms({ terms }: { terms: Terms }) {
  const t = useTranslations("invitation");
  const { name } = terms;
  return (
    <div className="grid gap-4">
      <h1 className="font-bold text-[2rem] leading-9.5 [overflow-wrap:anywhere] sm:text-[2.75rem] sm:leading-12">
        {name === null ? t("headingUnnamed") : t.rich("heading", { name, bdi })}
      </h1>
      {terms.status === "closed" ? <p className="text-ink-2 text-lg">{t("closed")}</p> : <OpenTerms terms={terms} />}
    </div>
  );
}

function OpenTerms({ terms }: { terms: Extract<Terms, { status: "open" }> }) {
  const t = useTranslations("invitation");
  const [reader, locale] = [useReader(), useLocale()];
  const { name, friendCredits, referrerCredits, validDays, holdDays, qualifiesBy, endsAt, now } = terms;
  const credits = (count: number) => ({ count, amount: formatCredits(count, locale) });
  return (
    <>
      <ul className="grid gap-3 text-lg">
        <li className="flex gap-3">
          <Gift aria-hidden className="mt-1 size-5 shrink-0 text-ink-2" />
          <span>
            <b>{t("you", credits(friendCredits))}</b> {t(`when.${qualifiesBy}`)} {t("valid", { days: validDays })}
          </span>
        </li>
        <li className="flex gap-3">
          <Gift aria-hidden className="mt-1 size-5 shrink-0 text-ink-2" />
          <span className="[overflow-wrap:anywhere]">
            {name === null
              ? t("theyUnnamed", { ...credits(referrerCredits), days: holdDays })
              : t.rich("they", { ...credits(referrerCredits), days: holdDays, name, bdi })}
          </span>
        </li>
      </ul>
      <p className="font-semibold">
        {endsAt === null ? t("noEnd") : t.rich("until", { date: formatExpiry(endsAt, now, reader), bdi })}
      </p>
      <p className="max-w-[60ch] text-ink-2">{t("newOnly")}</p>
    </>
  );
}
