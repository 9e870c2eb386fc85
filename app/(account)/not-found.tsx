import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PageTrouble } from "#components/layout/page-trouble.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";

export default async function NotFound() {
  const t = await getTranslations("errors");
  return (
    <PageTrouble title={t("notFound.title")} words={t("notFound.yours")}>
      <Link href="/profile/credits" className={buttonVariants()}>
        {t("toCredits")}
      </Link>
    </PageTrouble>
  );
}
