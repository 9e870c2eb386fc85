import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatInstant } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import { BatchesTouched } from "./batches-touched.tsx";
import { Fact } from "./fact.tsx";
import type { Line } from "./line.ts";
import { LineLink } from "./line-details.tsx";
import { ResultFact } from "./result-fact.tsx";

/** The details of a job: the batches it used, how much of its hold that was, and its lines in the ledger. */
export function JobDetails({
  line,
  job,
  now,
  where,
}: {
  line: Line;
  job: NonNullable<Line["job"]>;
  now: Date;
  where: string | null;
}) {
  const t = useTranslations("history.details");
  const locale = useLocale();
  const reader = useReader();
  const { hold, status, lines, usedEntries } = job;
  const words = { used: formatCredits(job.used, locale), held: formatCredits(job.held, locale) };
  const refunds = lines.filter(({ type }) => type === "refund");
  const lists = { labels: line.labels, now };
  return (
    <div className="grid gap-x-10 gap-y-5 bg-page px-5 py-4 sm:px-6 md:grid-cols-2 md:ps-17">
      <div className="grid content-start gap-4">
        {status === "used" ? null : <BatchesTouched title={t("heldBatches")} entries={hold.entries} {...lists} />}
        <BatchesTouched title={t("usedBatches")} entries={usedEntries} {...lists} />
        <BatchesTouched title={t("refundedBatches")} entries={refunds.flatMap(({ entries }) => entries)} {...lists} />
      </div>
      <dl className="grid content-start gap-y-1.5 text-sm">
        <Fact term={t("hold")}>{t(status === "open" && job.used === 0 ? "heldUnused" : "usedOfHeld", words)}</Fact>
        {line.result ? <ResultFact result={line.result} now={now} /> : null}
        <Fact term={t("started")}>{formatInstant(hold.at, now, reader)}</Fact>
        {status === "open" ? null : <Fact term={t("ended")}>{formatInstant(line.transaction.at, now, reader)}</Fact>}
        {line.featureName ? (
          <Fact term={t("feature")}>
            {hold.units !== null && hold.units > 1
              ? t.rich("units", { name: line.featureName, units: hold.units, bdi })
              : bdi(line.featureName)}
          </Fact>
        ) : null}
        {where ? <Fact term={t("where")}>{where}</Fact> : null}
        <Fact term={t("lines")}>
          <span className="grid justify-items-start gap-2">
            {lines.map((one) => (
              <span key={one.version} id={one === line.transaction ? undefined : `line-${one.version}`}>
                <LineLink line={one} />
              </span>
            ))}
          </span>
        </Fact>
      </dl>
    </div>
  );
}
