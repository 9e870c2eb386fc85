import Link from "next/link";
import { useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import { cn } from "../ui/cn.ts";
import { historyOfPart } from "./history-of-part.ts";
import { type Part, type Series, topOf } from "./series.ts";
import type { Group } from "./usage-query.ts";
import type { useUsageWords } from "./use-usage-words.ts";

const mostTicks = 6;

/**
 * One bar for each part, divided by series; each leads to the history of its part. The newest stands at the end, and is
 * first in the document: where there are too many for the screen, the older ones are reached by scrolling.
 */
export function UsageBars(props: {
  parts: readonly Part[];
  series: readonly Series[];
  group: Group;
  words: ReturnType<typeof useUsageWords>;
}) {
  const { parts, series, group, words } = props;
  const t = useTranslations("usage");
  const { locale } = useReader();
  const top = topOf(parts);
  const everyNth = Math.ceil(parts.length / mostTicks);
  return (
    <div className="relative min-w-0 pe-9">
      <Scale top={top} locale={locale} />
      <ol
        data-two-dimensional
        aria-label={t("bars")}
        className="relative flex flex-row-reverse gap-[3px] overflow-x-auto"
      >
        {parts.toReversed().map((part, index) => (
          <li key={part.from} className="min-w-6 flex-1">
            {part.used === 0 ? (
              <span aria-hidden className="block h-40" />
            ) : (
              <Link
                href={historyOfPart(part, group, null)}
                prefetch={false}
                className="group flex h-40 flex-col-reverse gap-0.5 rounded-sm -outline-offset-2 hover:bg-soft"
              >
                <span className="sr-only">
                  {t.rich("bar", {
                    bdi,
                    name: words.part(part),
                    amount: formatCredits(part.used, locale),
                    count: part.used,
                  })}
                </span>
                {series.map((one) => (
                  <Segment key={one.name} colour={one.colour} share={one.usedIn(part) / top} />
                ))}
                <span
                  aria-hidden
                  className="hidden text-center text-ink-2 text-xs group-hover:block group-focus-visible:block"
                >
                  {formatCredits(part.used, locale)}
                </span>
              </Link>
            )}
            <span aria-hidden className="block h-5 whitespace-nowrap pt-1 text-ink-3 text-xs">
              {(parts.length - 1 - index) % everyNth === 0 ? (
                <span className="inline-block w-0">{words.tick(part)}</span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Segment({ colour, share }: { colour: string; share: number }) {
  if (share <= 0) return null;
  return (
    <span
      aria-hidden
      data-colour
      className={cn("block min-h-0.5 shrink-0 rounded-[2px]", colour)}
      style={{ height: `calc(${share} * (100% - 1.25rem))` }}
    />
  );
}

/** Lines at the height of the top and of half of it. The highest bar leaves room for its number above it. */
function Scale({ top, locale }: { top: number; locale: string }) {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-x-0 top-5 h-35">
      {[top, top / 2, 0].map((value, index) => (
        <div key={value} className="absolute inset-x-0 border-line border-t" style={{ top: `${index * 50}%` }}>
          <span className="absolute end-0 -top-2 bg-card ps-1 text-ink-3 text-xs">{formatCredits(value, locale)}</span>
        </div>
      ))}
    </div>
  );
}
