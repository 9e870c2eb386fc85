import { Download } from "lucide-react";
import Link from "next/link";
import { useNow, useTranslations } from "next-intl";
import { formatInstant } from "#lib/format/dates.ts";
import type { ToolSlug } from "#lib/tools/tool.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card } from "../ui/card.tsx";
import { Picture } from "../ui/picture.tsx";
import { toolLook } from "./tool-look.ts";

/** What one run made, and until when it can be downloaded. */
interface Result {
  run: string;
  platform: string | null;
  at: Date;
  until: Date;
  files: readonly { url: string; name: string; type: string }[];
}

interface RecentResultsProps {
  tool: ToolSlug;
  results: readonly Result[];
  /** Others are kept too. */
  more: boolean;
}

/** The results of a tool that are still kept, from all devices of the user. */
export function RecentResults({ tool, results, more }: RecentResultsProps) {
  const t = useTranslations("tools.recent");
  if (results.length === 0) return null;
  return (
    <Card aria-labelledby="recent" className="grid gap-4 p-5 sm:p-6">
      <div>
        <h2 id="recent" className="font-bold text-[0.9375rem]">
          {t("title")}
        </h2>
        <p className="text-ink-2 text-sm">{t("explained")}</p>
      </div>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {results.map((result) => (
          <li
            key={result.run}
            id={`run-${result.run}`}
            className="scroll-mt-32 rounded-xl target:outline-2 target:outline-focus target:outline-offset-2"
          >
            <OneResult tool={tool} result={result} />
          </li>
        ))}
      </ul>
      {more ? (
        <p>
          {t("more")}{" "}
          <Link
            href={`/profile/credits/history?type=spend&feature=${tool}`}
            className="rounded-sm underline underline-offset-4"
          >
            {t("toHistory")}
          </Link>
        </p>
      ) : null}
    </Card>
  );
}

function OneResult({ tool, result: { platform, at, until, files } }: { tool: ToolSlug; result: Result }) {
  const t = useTranslations("tools.recent");
  const names = useTranslations("credits.line.platform");
  const [reader, now] = [useReader(), useNow()];
  const where = platform !== null && names.has(platform) ? names(platform) : null;
  return (
    <div className="grid h-full content-between gap-3 rounded-xl border border-line p-3">
      <div className="grid grid-cols-[4rem_1fr] gap-3">
        <Preview tool={tool} file={files[0]} />
        <p className="grid content-start text-sm">
          <span className="font-semibold">{formatInstant(at, now, reader)}</span>
          {where ? <span className="text-ink-2">{where}</span> : null}
          <span className="text-ink-2">{t.rich("until", { date: formatInstant(until, now, reader), bdi })}</span>
        </p>
      </div>
      <p className="flex flex-wrap gap-2">
        {files.map(({ url, name }, index) => (
          <a key={url} href={url} download={name} className={buttonVariants({ variant: "outline", size: "sm" })}>
            <Download aria-hidden />
            {files.length === 1 ? t("download") : t("downloadOne", { number: index + 1 })}
          </a>
        ))}
      </p>
    </div>
  );
}

function Preview({ tool, file }: { tool: ToolSlug; file: Result["files"][number] | undefined }) {
  const shape = "size-16 rounded-lg bg-soft object-cover";
  const Icon = toolLook[tool].icon;
  if (file?.type === "image/png") return <Picture src={file.url} alt="" loading="lazy" className={shape} />;
  return (
    <span aria-hidden className="grid size-16 place-items-center rounded-lg bg-soft text-ink-3">
      <Icon className="size-6" />
    </span>
  );
}
