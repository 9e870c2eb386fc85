import { Check } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { cn } from "#components/ui/cn.ts";
import { formatCredits } from "#lib/format/credits.ts";

const days = [1, 2, 3, 4, 5, 6, 7];

/** The days in a row of a check-in, and what a full week brings. */
export function WeekStrip({ done, bonus }: { done: number; bonus: number }) {
  const t = useTranslations("earn.week");
  const amount = formatCredits(bonus, useLocale());
  return (
    <div className="mt-2 grid gap-1.5">
      <p className="text-ink-2 text-sm">
        {t("done", { done })} {bonus > 0 ? t("bonus", { amount, count: bonus }) : null}
      </p>
      <ol aria-hidden className="flex gap-1.5">
        {days.map((day) => (
          <li
            key={day}
            className={cn(
              "grid size-8 place-items-center rounded-full border text-sm",
              day <= done ? "border-ok bg-ok-soft text-ok" : "border-line-strong text-ink-2",
            )}
          >
            {day <= done ? <Check className="size-4" /> : day}
          </li>
        ))}
      </ol>
    </div>
  );
}
