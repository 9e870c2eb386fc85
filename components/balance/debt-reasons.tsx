import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay } from "#lib/format/dates.ts";
import { bdi } from "../ui/bdi.tsx";
import { useReader } from "./use-reader.ts";

/** What is to repay of one batch, and when its payment was returned. */
export interface ShownDebt {
  batch: number;
  label: string;
  owed: number;
  at: Date;
}

/** The payments that were returned after their credits had been used, in the order in which they are repaid. */
export function DebtReasons({ debts, now }: { debts: readonly ShownDebt[]; now: Date }) {
  const t = useTranslations("credits.debts");
  const locale = useLocale();
  const reader = useReader();
  return (
    <ul className="mt-0.5">
      {debts.map(({ batch, label, owed, at }) => (
        <li key={batch}>
          {t.rich("of", {
            amount: formatCredits(owed, locale),
            label,
            date: formatDay(at, now, reader),
            bdi,
            link: (words) => (
              <Link
                href={`/profile/credits/batches/${batch}`}
                className="inline-block rounded-sm text-ink underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:py-3.25"
              >
                {words}
              </Link>
            ),
          })}
        </li>
      ))}
    </ul>
  );
}
