"use client";

import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { WebRun } from "#lib/client/responses.ts";
import type { ToolSlug } from "#lib/tools/tool.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { cn } from "../ui/cn.ts";
import { Picture } from "../ui/picture.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { MovingPicture } from "./moving-picture.tsx";

const checkers = "bg-[length:20px_20px] bg-[repeating-conic-gradient(var(--line)_0_25%,var(--card)_0_50%)]";

/** A file that a tool made: `url` is the server's for a run, this browser's for a free export. */
export type MadeFile = NonNullable<WebRun["results"]>[number];

/** What a run made, to view and to download. */
export function MadeFiles({ tool, files }: { tool: ToolSlug; files: readonly MadeFile[] }) {
  const one = files.length === 1;
  return (
    <ul className={cn("grid gap-4", !one && "sm:grid-cols-2")}>
      {files.map((file) => (
        <li key={file.url} className="grid content-start gap-3">
          <Shown tool={tool} file={file} />
          <DownloadLink file={file} one={one} />
        </li>
      ))}
    </ul>
  );
}

function Shown({ tool, file }: { tool: ToolSlug; file: MadeFile }) {
  const t = useTranslations("tools");
  const clear = tool === "smart-cutout" || tool === "background-removal";
  const shape = cn("max-h-96 w-full rounded-xl object-contain", clear && checkers);
  const alt = t(`${tool}.resultAlt`);
  if (file.type.startsWith("text/")) return <WrittenText url={file.url} />;
  if (file.type === "image/webp") return <MovingPicture url={file.url} alt={alt} className={shape} />;
  return <Picture src={file.url} alt={alt} width={file.width} height={file.height} className={shape} />;
}

function DownloadLink({ file, one }: { file: MadeFile; one: boolean }) {
  const t = useTranslations("tools.result");
  const format = useLocale();
  const { url, name, width, height } = file;
  const size = [width, height].flatMap((side) => (side ? [new Intl.NumberFormat(format).format(side)] : []));
  return (
    <p className="flex flex-wrap items-center gap-3">
      <a href={url} download={name} className={buttonVariants(one ? {} : { variant: "outline", size: "sm" })}>
        <Download aria-hidden />
        {t("download")}
      </a>
      <span className="text-ink-2 text-sm">{[name, ...(size.length > 0 ? [size.join(" × ")] : [])].join(" · ")}</span>
    </p>
  );
}

function WrittenText({ url }: { url: string }) {
  const t = useTranslations("tools.result");
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let left = false;
    void fetch(url)
      .then((answer) => (answer.ok ? answer.text() : t("noText")))
      .catch(() => t("noText"))
      .then((read) => (left ? undefined : setText(read)));
    return () => {
      left = true;
    };
  }, [url, t]);
  if (text === null) return <Skeleton className="h-56" />;
  return (
    <section
      aria-label={t("script")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
      tabIndex={0}
      className="max-h-96 overflow-auto whitespace-pre-wrap rounded-xl bg-soft p-4 text-sm"
    >
      {text}
    </section>
  );
}
