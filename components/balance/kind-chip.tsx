import { useTranslations } from "next-intl";
import { cn } from "#components/ui/cn.ts";
import type { Kind } from "#lib/credits/kinds.ts";
import { kindLook } from "./kind-look.ts";

/** A kind as icon, word and colour together: as a chip, or `plain` inside a line of text. */
export function KindChip({ kind, plain = false, className }: { kind: Kind; plain?: boolean; className?: string }) {
  const t = useTranslations("kinds");
  const { icon: Icon, chip, text } = kindLook[kind];
  return (
    <span
      data-slot="kind-chip"
      className={cn(
        "inline-flex items-center whitespace-nowrap align-middle text-xs",
        plain
          ? cn("gap-1.5 font-medium", text)
          : cn("h-6 gap-1.5 rounded-full px-2.5 font-semibold forced-colors:border", chip),
        className,
      )}
    >
      <Icon aria-hidden className={cn("shrink-0", plain ? "size-3.5" : "size-4")} />
      {plain ? t(`${kind}.word`) : t(`${kind}.name`)}
    </span>
  );
}
