import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PageTrouble } from "#components/layout/page-trouble.tsx";
import { PlainFrame } from "#components/layout/plain-frame.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { isDemo } from "#lib/config/settings.ts";

export default async function NotFound() {
  const t = await getTranslations("errors");
  return (
    <PlainFrame demo={isDemo()}>
      <title>{t("notFound.title")}</title>
      <PageTrouble title={t("notFound.title")} words={t("notFound.words")}>
        <Link href="/" className={buttonVariants()}>
          {t("toStart")}
        </Link>
      </PageTrouble>
    </PlainFrame>
  );
}
