import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonVariants } from "../ui/button-variants.ts";
import { addressOf, type HistoryQuery } from "./filter.ts";

/**
 * Downloads of everything that the filters find. The response says that it is a file; a link with `download` would save the page of
 * a refusal as one.
 */
export function DownloadLinks({ query }: { query: HistoryQuery }) {
  const t = useTranslations("history.download");
  const address = addressOf({ ...query, before: null });
  return (
    <p className="flex flex-wrap items-center gap-2 text-ink-2 text-sm">
      <Download aria-hidden className="size-4" />
      {t("title")}
      {(["csv", "json"] as const).map((format) => (
        <a
          key={format}
          href={`/profile/credits/history/export?format=${format}${address === "" ? "" : `&${address}`}`}
          aria-label={t("as", { format: t(format) })}
          className={buttonVariants({ variant: "outline", size: "sm" })}
        >
          {t(format)}
        </a>
      ))}
    </p>
  );
}
