import { Check, ListTree } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonVariants } from "../ui/button-variants.ts";
import { addressOf, type HistoryQuery } from "./filter.ts";

/** Switches between one row per job and every line of the ledger: a link, so that it works without JavaScript. */
export function LinesSwitch({ query }: { query: HistoryQuery }) {
  const t = useTranslations("history");
  const all = query.lines === "all";
  const address = addressOf({ ...query, before: null, lines: all ? "jobs" : "all" });
  const Icon = all ? Check : ListTree;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2 text-sm">
      <Link
        href={`/profile/credits/history?${address}`}
        className={buttonVariants({ variant: "outline", size: "sm" })}
        prefetch={false}
      >
        <Icon aria-hidden className="size-4" />
        {t(all ? "showJobs" : "showLines")}
      </Link>
      {t(all ? "linesExplained" : "jobsExplained")}
    </p>
  );
}
