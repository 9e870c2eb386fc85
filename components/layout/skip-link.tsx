import { useTranslations } from "next-intl";

/** The first stop of the Tab key: skips the navigation. */
export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a
      href="#main"
      className="sr-only z-60 rounded-lg bg-primary font-semibold text-on-primary focus:not-sr-only focus:fixed focus:px-4 focus:py-3 focus:start-3 focus:top-3"
    >
      {t("skip")}
    </a>
  );
}
