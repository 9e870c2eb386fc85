import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import { FollowBalance } from "#app/(account)/follow-balance.tsx";
import { findProject } from "#components/devices-lab/projects.ts";
import { RecentResults } from "#components/tools/recent-results.tsx";
import { ToolWorkbench } from "#components/tools/tool-workbench.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { presentRun } from "#lib/api/present-run.ts";
import { readFeature } from "#lib/catalogue/features.ts";
import { isDemo } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { toolMessages } from "#lib/i18n/client-messages.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readConfirmation } from "#lib/people/confirmation.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { readResultsOfTool } from "#lib/spending/runs/read-kept-results.ts";
import { readRecentRun } from "#lib/spending/runs/read-run.ts";
import { sampleNames } from "#lib/tools/samples.ts";
import { TEMPLATES } from "#lib/tools/templates.ts";
import { parseTool } from "#lib/tools/tool.ts";
import { quoteTool } from "./actions.ts";

export async function generateMetadata({ params }: PageProps<"/tools/[slug]">): Promise<Metadata> {
  const tool = parseTool((await params).slug);
  return tool ? { title: (await getTranslations(`tools.${tool}`))("name") } : {};
}

export default async function ToolPage({ params, searchParams }: PageProps<"/tools/[slug]">) {
  const tool = parseTool((await params).slug);
  const feature = tool && (await readFeature(database(), tool));
  if (!tool || !feature) notFound();
  const { accountId, userId } = await requirePerson();
  const { project: openedProject, run } = await searchParams;
  const [recent, kept, confirmation, balance] = await Promise.all([
    readRecentRun(database(), accountId, tool),
    readResultsOfTool(database(), accountId, { feature: tool, run: typeof run === "string" ? run : null }),
    readConfirmation(database(), userId),
    readBalance(database(), accountId),
  ]);
  const t = await getTranslations("tools");
  // A user who comes from an app brings the project that is open there; the demo has three.
  const project = isDemo() ? findProject(openedProject) : undefined;
  const lab = await getTranslations("devicesLab.projects");
  const templates = TEMPLATES.map(({ slug, width, height }) => ({ slug, width, height }));
  return (
    <div className="grid gap-5">
      <div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="font-bold text-xl">{t(`${tool}.name`)}</h1>
          {/* In the demo the header has the page's one mark. */}
          {isDemo() ? null : <Badge variant="outline">{t("demonstration")}</Badge>}
        </div>
        <p className="mt-1 max-w-prose text-ink-2">
          {t(`${tool}.description`)} {t("demonstrationExplained")}
        </p>
        {project ? <p className="mt-2 font-semibold">{t("project", { project: lab(project.slug) })}</p> : null}
      </div>
      <NextIntlClientProvider messages={toolMessages}>
        <ToolWorkbench
          tool={tool}
          cost={feature.costPerUnit}
          samples={sampleNames}
          brought={project?.sample ?? null}
          templates={templates}
          quote={quoteTool}
          recent={recent && presentRun(recent)}
          demo={isDemo()}
          confirmation={confirmation}
        />
      </NextIntlClientProvider>
      <RecentResults tool={tool} {...kept} />
      {balance ? <FollowBalance version={balance.version} available={balance.available} /> : null}
    </div>
  );
}
