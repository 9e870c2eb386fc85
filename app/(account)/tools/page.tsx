import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ToolCard } from "#components/tools/tool-card.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { readFeatures } from "#lib/catalogue/features.ts";
import { isDemo } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { parseTool } from "#lib/tools/tool.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tools"))("title") };
}

export default async function ToolsPage() {
  const t = await getTranslations("tools");
  const features = await readFeatures(database());
  const tools = features.flatMap(({ slug, costPerUnit }) => {
    const tool = parseTool(slug);
    return tool ? [{ tool, cost: costPerUnit }] : [];
  });
  return (
    <div className="grid gap-5">
      <div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="font-bold text-xl">{t("title")}</h1>
          {/* In the demo the header has the page's one mark. */}
          {isDemo() ? null : <Badge variant="outline">{t("demonstration")}</Badge>}
        </div>
        <p className="mt-1 max-w-prose text-ink-2">{t("intro")}</p>
      </div>
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {tools.map(({ tool, cost }) => (
          <li key={tool} className="grid">
            <ToolCard tool={tool} cost={cost} />
          </li>
        ))}
      </ul>
    </div>
  );
}
