import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { usedBy, usedOfHold } from "#lib/credits/job.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatInstant, isUtc } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import { BatchesTouched } from "./batches-touched.tsx";
import { Fact } from "./fact.tsx";
import { happeningOf } from "./filter.ts";
import type { Line } from "./line.ts";
import { ResultFact } from "./result-fact.tsx";

/** The details of a line: the batches it changed, the balance before and after, what it was for and where. */
export function LineDetails({ line, now, where }: { line: Line; now: Date; where: string | null }) {
  const t = useTranslations("history.details");
  const locale = useLocale();
  const reader = useReader();
  const { version, at, balanceBefore, balanceAfter, units, reason, holdExpiresAt, ofBatch, type } = line.transaction;
  const before = formatCredits(balanceBefore, locale);
  const after = formatCredits(balanceAfter, locale);
  return (
    <div className="grid gap-x-10 gap-y-5 bg-page px-5 py-4 sm:px-6 md:grid-cols-2 md:ps-17">
      <div className="grid content-start gap-4">
        {type === "capture" && line.answers ? (
          <>
            <BatchesTouched
              title={t("usedBatches")}
              entries={usedOfHold(line.answers, {
                before: line.usedBefore,
                used: usedBy(line.transaction, line.answers),
              })}
              labels={line.labels}
              now={now}
            />
            <BatchesTouched
              title={t("backBatches")}
              entries={line.transaction.entries}
              labels={line.labels}
              now={now}
            />
          </>
        ) : line.transaction.entries.length === 0 ? (
          <p className="text-sm">{t("noBatches")}</p>
        ) : (
          <BatchesTouched title={t("batches")} entries={line.transaction.entries} labels={line.labels} now={now} />
        )}
      </div>
      <dl className="grid content-start gap-y-1.5 text-sm">
        <Fact term={t("balance")}>{t("fromTo", { before, after })}</Fact>
        <Fact term={t("when")}>
          <span className="inline-block">{formatInstant(at, now, reader)}</span>
          {isUtc(reader.timeZone) ? null : (
            <span className="block text-ink-2">{formatInstant(at, now, { ...reader, timeZone: "UTC" })}</span>
          )}
        </Fact>
        {line.result && type === "capture" ? <ResultFact result={line.result} now={now} /> : null}
        {ofBatch === null ? null : (
          <Fact term={t("ofBatch")}>
            <Link
              href={`/profile/credits/batches/${ofBatch}`}
              className="inline-block rounded-sm underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:py-3.25"
            >
              <bdi>{line.labels[ofBatch] ?? t("batch", { number: ofBatch })}</bdi>
            </Link>
          </Fact>
        )}
        {line.purchase ? (
          <Fact term={t("paid")}>
            <Link
              href={`/profile/credits/store/orders/${line.purchase.id}`}
              className="inline-block rounded-sm underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:py-3.25"
            >
              {t("purchase", {
                price: formatMoney({ amount: line.purchase.amountCents, currency: line.purchase.currency }, locale),
              })}
            </Link>
          </Fact>
        ) : null}
        {line.featureName ? (
          <Fact term={t("feature")}>
            {units !== null && units > 1
              ? t.rich("units", { name: line.featureName, units, bdi })
              : bdi(line.featureName)}
          </Fact>
        ) : null}
        {holdExpiresAt ? <Fact term={t("heldUntil")}>{formatInstant(holdExpiresAt, now, reader)}</Fact> : null}
        {reason && type === "refund" ? (
          <Fact term={t("reason")}>
            <bdi>{reason}</bdi>
          </Fact>
        ) : null}
        {line.answers ? (
          <Fact term={t("answers")}>
            <LineLink line={line.answers} />
          </Fact>
        ) : null}
        {line.answeredBy.length > 0 ? (
          <Fact term={t("answeredBy")}>
            <span className="grid justify-items-start gap-2">
              {line.answeredBy.map((other) => (
                <LineLink key={other.version} line={other} />
              ))}
            </span>
          </Fact>
        ) : null}
        {where ? <Fact term={t("where")}>{where}</Fact> : null}
        <Fact term={t("number")}>{version}</Fact>
      </dl>
    </div>
  );
}

/** A related line; it links to the page of the history, with every line, that starts with it. */
export function LineLink({ line: { version, type } }: { line: Transaction }) {
  const t = useTranslations("history.details");
  const what = useTranslations("history.filters.types");
  return (
    <Link
      href={`/profile/credits/history?before=${version + 1}&lines=all#line-${version}`}
      className="inline-block rounded-sm underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:py-3.25"
    >
      {t("line", { what: what(happeningOf(type)), number: version })}
    </Link>
  );
}
