import { ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { problemStatus } from "#lib/api/http/problem.ts";
import { problemSlugs } from "./slugs.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("problems"))("title") };
}

export default async function ProblemsPage() {
  const t = await getTranslations("problems");
  return (
    <>
      <PageHeading title={t("title")}>{t("about")}</PageHeading>
      <Card>
        <ul>
          {problemSlugs.map((slug) => (
            <li key={slug} className="border-line border-t first:border-t-0">
              <Link
                href={`/problems/${slug}`}
                className="grid min-h-14 grid-cols-[2.75rem_1fr_1rem] items-center gap-3 px-5 py-2.5 hover:bg-soft sm:px-6"
              >
                <Badge className="justify-self-start">{problemStatus[slug]}</Badge>
                <span className="min-w-0">
                  <span className="block font-semibold">{t(`${slug}.title`)}</span>
                  <code className="block text-ink-2 text-sm">{slug}</code>
                </span>
                <ChevronRight aria-hidden className="size-4 text-ink-3 rtl:-scale-x-100" />
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
