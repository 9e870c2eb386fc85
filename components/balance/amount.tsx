import { useLocale, useTranslations } from "next-intl";
import { formatChange, formatCredits } from "#lib/format/credits.ts";
import { cn } from "../ui/cn.ts";

/** A change of the balance with its sign, spelled out for screen readers. */
export function Amount({
  credits,
  inColumn = false,
  className,
}: {
  credits: number;
  /** The heading of its column says already that these are credits. */
  inColumn?: boolean;
  className?: string;
}) {
  const t = useTranslations("credits.amount");
  const locale = useLocale();
  const words = { amount: formatCredits(Math.abs(credits), locale), count: Math.abs(credits) };
  return (
    <span className={cn("whitespace-nowrap font-bold", credits > 0 && "text-ok", className)}>
      <span aria-hidden>{formatChange(credits, locale)}</span>
      <span className="sr-only">
        {t(`${inColumn ? "column" : "words"}.${credits === 0 ? "none" : credits < 0 ? "minus" : "plus"}`, words)}
      </span>
    </span>
  );
}
