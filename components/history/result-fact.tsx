import Link from "next/link";
import { useTranslations } from "next-intl";
import { formatInstant } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import { Fact } from "./fact.tsx";
import type { LineResult } from "./line.ts";

/** The link to what a run made, and until when that is kept. */
export function ResultFact({ result, now }: { result: LineResult; now: Date }) {
  const t = useTranslations("history.details");
  const reader = useReader();
  return (
    <Fact term={t("result")}>
      <Link
        href={`/tools/${result.tool}?run=${result.run}#run-${result.run}`}
        className="inline-block rounded-sm font-medium underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:py-3.25"
      >
        {t("seeResult")}
      </Link>
      <span className="block text-ink-2">
        {t.rich("keptUntil", { date: formatInstant(result.until, now, reader), bdi })}
      </span>
    </Fact>
  );
}
