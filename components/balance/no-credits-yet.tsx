import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { OrderNumber } from "#components/store/order-number.tsx";
import { kinds } from "#lib/credits/kinds.ts";
import { Card } from "../ui/card.tsx";
import { KindChip } from "./kind-chip.tsx";

/** The page of a user who never had credits: where each kind comes from, and what they can do now. */
export function NoCreditsYet({ actions }: { actions: ReactNode }) {
  const t = useTranslations("credits.none");
  return (
    <Card aria-labelledby="no-credits" className="px-5 py-8 sm:px-8 sm:py-10">
      <h2 id="no-credits" className="font-bold text-xl">
        {t("title")}
      </h2>
      <p className="mt-1 text-ink-2">{t("ways")}</p>
      <ol className="mt-6 grid gap-3 md:grid-cols-3">
        {kinds.map((kind, index) => (
          <li key={kind} className="rounded-lg border border-line p-4">
            <span className="flex items-center gap-3">
              <OrderNumber place={index + 1} />
              <KindChip kind={kind} />
            </span>
            <p className="mt-3 text-ink-2 text-sm">{t(kind)}</p>
          </li>
        ))}
      </ol>
      <div className="mt-6 flex flex-wrap gap-2">{actions}</div>
    </Card>
  );
}
