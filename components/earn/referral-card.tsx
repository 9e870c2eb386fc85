import { useLocale, useTranslations } from "next-intl";
import { useReader } from "#components/balance/use-reader.ts";
import { Card } from "#components/ui/card.tsx";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay, formatExpiry } from "#lib/format/dates.ts";
import { bdi } from "../ui/bdi.tsx";
import type { ClosedState } from "./campaign.ts";
import { FriendWords } from "./friend-words.tsx";
import type { Referral } from "./referral.ts";
import { ShareLink } from "./share-link.tsx";
import { StateWords } from "./state-words.tsx";

interface ReferralCardProps {
  referral: Referral;
  /** Why the user cannot invite now. */
  closed: ClosedState | null;
  now: Date;
}

/** A referral campaign: what both sides get and when, the user's link, and what came of their friends. */
export function ReferralCard({ referral, closed, now }: ReferralCardProps) {
  const t = useTranslations("earn.referral");
  const [reader, locale] = [useReader(), useLocale()];
  const { slug, name, description, url, friendCredits, credits, validDays, holdDays, qualifiesBy, endsAt } = referral;
  const values = { friend: formatCredits(friendCredits, locale), own: formatCredits(credits, locale) };
  return (
    <Card aria-labelledby={`campaign-${slug}`} className="mt-3 grid gap-5 p-5 sm:p-6 lg:mt-4">
      <div className="grid gap-1">
        <h2 id={`campaign-${slug}`} className="font-bold text-lg">
          {name}
        </h2>
        <p className="text-ink-2">{description}</p>
        <p className="mt-2 font-semibold">
          {t("gives", { ...values, friendCount: friendCredits, ownCount: credits, days: validDays })}
        </p>
        <p className="text-ink-2">
          {t(`when.${qualifiesBy}`)} {t("hold", { days: holdDays })}
        </p>
        {endsAt !== null && endsAt > now ? (
          <p className="text-ink-2 text-sm">{t.rich("until", { date: formatExpiry(endsAt, now, reader), bdi })}</p>
        ) : null}
      </div>
      {closed !== null ? (
        <p className="text-ink-2">
          <StateWords state={closed} now={now} />
        </p>
      ) : url !== null ? (
        <ShareLink
          url={url}
          words={{
            label: t("link"),
            copy: t("copy"),
            copied: t("copied"),
            share: t("share"),
            text: t("shareText", { amount: values.friend, count: friendCredits }),
          }}
        />
      ) : null}
      <MonthWords referral={referral} />
      <div className="grid gap-1">
        <h3 className="font-semibold">{t("friends")}</h3>
        {referral.friends.length === 0 ? (
          <p className="text-ink-2">{t("none")}</p>
        ) : (
          <ul className="divide-y divide-line">
            {referral.friends.map(({ id, joinedAt, standing }) => (
              <li key={id} className="flex flex-wrap justify-between gap-x-4 py-2">
                <span className="whitespace-nowrap text-ink-2">
                  {t.rich("joined", { date: formatDay(joinedAt, now, reader), bdi })}
                </span>
                <span>
                  <FriendWords standing={standing} qualifiesBy={qualifiesBy} now={now} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

/** What this month brought, and the limit. */
function MonthWords({ referral: { month, mostPerMonth } }: { referral: Referral }) {
  const t = useTranslations("earn.referral");
  const locale = useLocale();
  const values = {
    amount: formatCredits(month.credits, locale),
    count: month.credits,
    friends: month.friends,
  };
  return (
    <p>
      {t("month", values)}{" "}
      {mostPerMonth === null ? null : <span className="text-ink-2">{t("limit", { most: mostPerMonth })}</span>}
    </p>
  );
}
