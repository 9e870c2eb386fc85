"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type ByKind, type Kind, kinds } from "#lib/credits/kinds.ts";
import { formatChange, formatCredits } from "#lib/format/credits.ts";
import { KindChip } from "../balance/kind-chip.tsx";
import { kindLook } from "../balance/kind-look.ts";
import { officialExample, useInOrder } from "../rules/use-in-order.ts";
import { Card } from "../ui/card.tsx";
import { cn } from "../ui/cn.ts";

const { had, cost: officialCost } = officialExample;
const total = kinds.reduce((sum, kind) => sum + had[kind], 0);

/** An interactive example of the deduction order: it uses the same rule as real spends. */
export function OrderExample() {
  const t = useTranslations("signIn.example");
  const locale = useLocale();
  const [cost, setCost] = useState(officialCost);
  const taken = useInOrder(had, cost) ?? had;
  const left = { ...had };
  for (const kind of kinds) left[kind] -= taken[kind];
  return (
    <Card aria-labelledby="example-title" className="p-5 sm:p-6">
      <h2 id="example-title" className="mb-4 font-bold text-lg">
        {t("title")}
      </h2>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <label htmlFor="example-cost" className="text-ink-2">
          {t("cost")}
        </label>
        <output htmlFor="example-cost" className="font-bold text-xl tracking-[-0.02em]">
          {t("credits", { count: cost })}
        </output>
      </div>
      <input
        id="example-cost"
        type="range"
        min={1}
        max={total}
        value={cost}
        onChange={(event) => setCost(event.target.valueAsNumber)}
        className="mt-3 h-6 w-full accent-primary pointer-coarse:h-11"
      />
      <LeftBar left={left} />
      <ol className="mt-3">
        {kinds.map((kind, index) => (
          <Line key={kind} position={index + 1} kind={kind} taken={taken[kind]} left={left[kind]} />
        ))}
      </ol>
      <p className="mt-3 text-ink-2 text-sm" aria-live="polite">
        {t("sum", { total: formatCredits(total, locale), left: formatCredits(total - cost, locale) })}
      </p>
    </Card>
  );
}

/** Shown behind what is left: what was taken. */
const taken: Record<Kind, string> = {
  subscription: "bg-subscription-soft",
  activity: "bg-activity-soft",
  purchased: "bg-purchased-soft",
};

/** What is left of each kind, in its place; the list beside it has the numbers. */
function LeftBar({ left }: { left: ByKind }) {
  return (
    <div aria-hidden className="mt-4 flex h-3 gap-[3px] overflow-hidden rounded-full">
      {kinds.map((kind) => (
        <div
          key={kind}
          data-colour
          className={cn("flex basis-0 justify-end", taken[kind])}
          style={{ flexGrow: had[kind] }}
        >
          <div
            className={cn("transition-[width] duration-150", kindLook[kind].bar)}
            style={{ width: `${(left[kind] / had[kind]) * 100}%` }}
          />
        </div>
      ))}
    </div>
  );
}

function Line({ position, kind, taken, left }: { position: number; kind: Kind; taken: number; left: number }) {
  const t = useTranslations("signIn.example");
  const locale = useLocale();
  return (
    <li className="flex items-center gap-3 border-line border-t py-2.5 first:border-t-0">
      <span className="grid size-5.5 place-items-center rounded-sm border border-line-strong text-ink-2 text-xs">
        {position}
      </span>
      <KindChip kind={kind} />
      <span className="ms-auto font-semibold text-ink-2">{taken === 0 ? t("none") : formatChange(-taken, locale)}</span>
      <span className="w-18 text-end">
        <span className="font-bold text-lg">{formatCredits(left, locale)}</span>{" "}
        <span className="text-ink-2 text-sm">{t("left")}</span>
      </span>
    </li>
  );
}
