import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { Card } from "#components/ui/card.tsx";
import { problemStatus } from "#lib/api/http/problem.ts";
import { isProblemSlug } from "../slugs.ts";

export async function generateMetadata({ params }: PageProps<"/problems/[slug]">): Promise<Metadata> {
  const { slug } = await params;
  const t = await getTranslations("problems");
  return isProblemSlug(slug) ? { title: t(`${slug}.title`) } : {};
}

export default async function ProblemPage({ params }: PageProps<"/problems/[slug]">) {
  const { slug } = await params;
  if (!isProblemSlug(slug)) notFound();
  const t = await getTranslations("problems");
  return (
    <>
      <PageHeading title={t(`${slug}.title`)} />
      <Card className="max-w-2xl px-5 py-5 sm:px-6">
        <p className="flex flex-wrap items-center gap-2">
          <Badge>{t("status", { status: problemStatus[slug] })}</Badge>
          <code className="text-ink-2 text-sm">/problems/{slug}</code>
        </p>
        <h2 className="mt-5 font-bold">{t("means")}</h2>
        <p className="mt-1 text-ink-2">{t(`${slug}.means`)}</p>
        <h2 className="mt-5 font-bold">{t("todo")}</h2>
        <p className="mt-1 text-ink-2">{t(`${slug}.todo`)}</p>
      </Card>
      <Link href="/problems" className={buttonVariants({ variant: "ghost", className: "mt-4 -ms-4" })}>
        {t("all")}
      </Link>
    </>
  );
}
