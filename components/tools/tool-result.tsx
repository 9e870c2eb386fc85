"use client";

import { Download, Pause, Play } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { type RefObject, useRef, useState } from "react";
import { formatCredits } from "#lib/format/credits.ts";
import { Button } from "../ui/button.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card } from "../ui/card.tsx";
import { cn } from "../ui/cn.ts";
import type { MadeFile } from "./send-run.ts";
import { type ToolName, toolLook } from "./tool-look.ts";
import { useUsesText } from "./uses-text.ts";

interface ToolResultProps {
  tool: ToolName;
  file: MadeFile | null;
  headingRef: RefObject<HTMLHeadingElement | null>;
}

/** The place of the result: empty at first, then the file with its download and its receipt. */
export function ToolResult({ tool, file, headingRef }: ToolResultProps) {
  const t = useTranslations("tools.result");
  const Icon = toolLook[tool].icon;
  return (
    <Card aria-labelledby="result" className="grid content-start gap-4 p-5 sm:p-6">
      <h2 id="result" ref={headingRef} tabIndex={-1} className="rounded-sm font-bold text-[0.9375rem]">
        {t("title")}
      </h2>
      {file ? (
        <Shown key={file.url} tool={tool} file={file} />
      ) : (
        <div className="grid min-h-56 place-items-center rounded-xl bg-soft p-6 text-center text-ink-2">
          <p className="grid justify-items-center gap-2">
            <Icon aria-hidden className="size-6 text-ink-3" />
            {t("empty")}
          </p>
        </div>
      )}
      <p role="status" className="sr-only">
        {file ? t("ready") : ""}
      </p>
    </Card>
  );
}

function Shown({ tool, file }: { tool: ToolName; file: MadeFile }) {
  const t = useTranslations("tools");
  return (
    <div className="grid gap-4">
      {file.type === "image/webp" ? (
        <MovingPicture url={file.url} alt={t(`${tool}.resultAlt`)} />
      ) : (
        // biome-ignore lint/performance/noImgElement: a file that exists in this browser only.
        <img
          src={file.url}
          alt={t(`${tool}.resultAlt`)}
          className={cn(
            "max-h-96 w-full rounded-xl object-contain",
            tool === "smart-cutout" &&
              "bg-[length:20px_20px] bg-[repeating-conic-gradient(var(--line)_0_25%,var(--card)_0_50%)]",
          )}
        />
      )}
      <Receipt file={file} />
      <div className="flex flex-wrap items-center gap-3">
        <a href={file.url} download={file.name} className={buttonVariants()}>
          <Download aria-hidden />
          {t("result.download")}
        </a>
        <span className="text-ink-2 text-sm">{t("result.about", { name: file.name, size: file.size })}</span>
      </div>
      <p className="text-ink-2 text-xs">{t("result.notKept")}</p>
    </div>
  );
}

function Receipt({ file: { receipt } }: { file: MadeFile }) {
  const t = useTranslations("tools.result");
  const locale = useLocale();
  const usesText = useUsesText();
  if (!receipt) return <p className="text-ink-2">{t("free")}</p>;
  const after = formatCredits(receipt.balanceAfter, locale);
  return (
    <p className="rounded-lg bg-soft px-3 py-2.5">
      {t("receipt", { count: receipt.used, uses: usesText(receipt.uses), after })}{" "}
      {receipt.replayed ? `${t("replayed")} ` : ""}
      <Link
        href={`/profile/credits/history?before=${receipt.version + 1}#line-${receipt.version}`}
        className="rounded-sm underline underline-offset-4"
      >
        {t("history")}
      </Link>
    </p>
  );
}

/** A clip that can be stopped, and stands still from the beginning where people asked for less motion. */
function MovingPicture({ url, alt }: { url: string; alt: string }) {
  const t = useTranslations("tools.result");
  const still = useRef<HTMLCanvasElement>(null);
  const [playing, setPlaying] = useState(() => !matchMedia("(prefers-reduced-motion: reduce)").matches);

  function keepStill(image: HTMLImageElement) {
    const canvas = still.current;
    if (!canvas) return;
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d")?.drawImage(image, 0, 0);
  }

  const shape = "max-h-96 w-full rounded-xl bg-soft object-contain";
  return (
    <div className="grid gap-2">
      {/* biome-ignore lint/performance/noImgElement: a file that exists in this browser only. */}
      <img src={url} alt={alt} hidden={!playing} className={shape} onLoad={(event) => keepStill(event.currentTarget)} />
      <canvas ref={still} hidden={playing} role="img" aria-label={alt} className={shape} />
      <Button variant="outline" size="sm" className="justify-self-start" onClick={() => setPlaying(!playing)}>
        {playing ? <Pause aria-hidden /> : <Play aria-hidden />}
        {t(playing ? "pause" : "play")}
      </Button>
    </div>
  );
}
