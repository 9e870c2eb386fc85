import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ToolSlug } from "#lib/tools/tool.ts";
import { Picture } from "../ui/picture.tsx";
import { toolLook } from "./tool-look.ts";

/** A tool in the gallery: what it makes, and what it costs. */
export function ToolCard({ tool, cost }: { tool: ToolSlug; cost: number }) {
  const t = useTranslations("tools");
  const { icon: Icon, picture } = toolLook[tool];
  return (
    <article className="relative grid grid-rows-[auto_1fr] overflow-hidden rounded-xl border border-line bg-card shadow-card hover:border-line-strong">
      <Picture src={picture} alt="" width={640} height={400} className="aspect-[16/10] w-full object-cover" />
      <div className="grid content-start gap-2 p-5">
        <h2 className="flex items-center gap-2 font-bold text-[0.9375rem]">
          <Icon aria-hidden className="size-4 shrink-0" />
          {/* The link covers the card, so that all of it can be pressed and it is read out once. */}
          <Link href={`/tools/${tool}`} className="rounded-sm after:absolute after:inset-0 after:rounded-xl">
            {t(`${tool}.name`)}
          </Link>
        </h2>
        <p className="text-ink-2 text-sm">{t(`${tool}.description`)}</p>
        <p className="mt-auto flex flex-wrap items-center gap-2 pt-2">
          <span className="font-bold">{t(`${tool}.price`, { count: cost })}</span>
        </p>
      </div>
    </article>
  );
}
