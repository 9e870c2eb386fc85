import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PageTrouble } from "#components/layout/page-trouble.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { PageFrame } from "./page-frame.tsx";

export default async function NotFound() {
  const t = await getTranslations("errors");
  return (
    <PageFrame>
      <title>{t("notFound.title")}</title>
      <PageTrouble title={t("notFound.title")} words={t("notFound.words")}>
        <Link href="/" className={buttonVariants()}>
          {t("toStart")}
        </Link>
      </PageTrouble>
    </PageFrame>
  );
}
