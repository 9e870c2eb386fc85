import { useTranslations } from "next-intl";

/** The deduction order in one sentence; the reason unfolds below it, without JavaScript too. */
export function OrderSentence() {
  const t = useTranslations("credits.order");
  return (
    <details className="group mt-2 text-ink-2 text-xs sm:text-sm">
      <summary className="list-none rounded-sm py-1 [&::-webkit-details-marker]:hidden">
        {t("sentence")}{" "}
        <span className="whitespace-nowrap text-ink underline decoration-control underline-offset-4">{t("why")}</span>
      </summary>
      <p className="max-w-prose pt-1 pb-1">{t("because")}</p>
      <p className="max-w-prose pb-2">{t("example")}</p>
    </details>
  );
}
