"use client";

import { Clock } from "lucide-react";
import Link from "next/link";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatCredits } from "#lib/format/credits.ts";
import { formatClock, formatTime } from "#lib/format/dates.ts";
import { useLiveBalance } from "../balance/live-balance.tsx";
import { LiveText } from "../balance/live-text.tsx";
import { useOnline } from "../network/use-online.ts";
import { bdi } from "../ui/bdi.tsx";
import { cn } from "../ui/cn.ts";

/** The balance in the header of every page, and whether it is live; a link to Credits. */
export function BalanceChip() {
  const t = useTranslations("shell.balance");
  const locale = useLocale();
  const { balance, status } = useLiveBalance();
  const words = useStatusWords();
  const amount = formatCredits(balance.available, locale);
  const unit = t("unit", { count: balance.available });
  // A narrow header has room for the word only when there is a problem.
  const signedOut = status === "signed-out";
  const calm = status === "live" || status === "connecting";
  return (
    <Link
      href="/profile/credits"
      className="flex h-9 min-w-0 items-center gap-2 whitespace-nowrap rounded-full border border-line-strong bg-card px-3.5 text-sm hover:bg-soft pointer-coarse:h-11"
    >
      <span className="sr-only">{t("spokenName")}</span>
      {signedOut ? null : <LiveText className="font-bold text-base">{amount}</LiveText>}
      <span key={unit} aria-hidden className={cn("text-ink-2", !calm && "hidden")}>
        {unit}
      </span>
      <Held credits={balance.held} />
      <span
        aria-hidden
        data-colour
        className={cn(
          "size-2 shrink-0 rounded-full ring-3",
          status === "live"
            ? "bg-ok ring-ok-soft"
            : status === "connecting"
              ? "bg-control ring-soft"
              : "bg-warning ring-warning-soft",
        )}
      />
      <span key={words.spoken} className="sr-only">
        {signedOut ? words.spoken : t("spokenStatus", { status: words.spoken })}
      </span>
      <span
        key={`shown ${words.spoken}`}
        aria-hidden
        className={cn(
          "text-ink-2 text-xs",
          calm ? "hidden truncate sm:inline" : "line-clamp-2 whitespace-normal text-start",
        )}
      >
        {words.shown}
      </span>
    </Link>
  );
}

/** How many credits running jobs hold; a narrow header has room for the number alone. */
function Held({ credits }: { credits: number }) {
  const t = useTranslations("shell.balance");
  const locale = useLocale();
  if (credits === 0) return null;
  return (
    <span key={credits} className="flex items-center gap-1 text-ink-2 text-xs">
      <Clock aria-hidden className="size-3.5" />
      {t.rich("held", {
        amount: formatCredits(credits, locale),
        words: (words) => <span className="max-sm:sr-only">{words}</span>,
      })}
    </span>
  );
}

const plain = (words: string) => words;

function useStatusWords(): { shown: ReactNode; spoken: string } {
  const t = useTranslations("shell.balance");
  const reader = { locale: useLocale(), timeZone: useTimeZone() ?? "UTC" };
  const { status, minutesOld, seenAt } = useLiveBalance();
  const isOnline = useOnline();
  switch (status) {
    case "connecting": {
      const time = formatTime(seenAt, reader);
      return { shown: t.rich("at", { time, bdi }), spoken: t.markup("at", { time, bdi: plain }) };
    }
    case "live":
      return { shown: t("live"), spoken: t("liveSpoken") };
    case "polling":
      return { shown: t("polling"), spoken: t("pollingSpoken") };
    case "reconnecting": {
      const isShort = isOnline && minutesOld < 1;
      if (isShort) return { shown: t("reconnecting"), spoken: t("reconnecting") };
      const time = formatClock(seenAt, reader);
      return { shown: t.rich("notConnected", { time, bdi }), spoken: t.markup("notConnected", { time, bdi: plain }) };
    }
    case "signed-out":
      return { shown: t("signedOut"), spoken: t("signedOut") };
  }
}
