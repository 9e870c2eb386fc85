import { useTranslations } from "next-intl";

/** The first stop of the Tab key: past the navigation, to what the page is about. */
export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a
      href="#main"
      className="sr-only z-60 rounded-lg bg-primary px-4 py-3 font-semibold text-on-primary focus:not-sr-only focus:fixed focus:start-3 focus:top-3"
    >
      {t("skip")}
    </a>
  );
}
