import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useExpiryWords } from "#components/balance/use-expiry-words.ts";
import { useReader } from "#components/balance/use-reader.ts";
import { type Job, usedBy } from "#lib/credits/job.ts";
import { reviewPrefix } from "#lib/credits/revocation.ts";
import type { Entry } from "#lib/credits/transaction.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatInstant } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { sayTaken } from "#lib/format/returned-credits.ts";
import { bdi } from "../ui/bdi.tsx";
import { amountsByKind, type Line } from "./line.ts";

export interface LineWords {
  title: ReactNode;
  /** The second line: which kinds, and until when they can be used. */
  note: ReactNode;
  where: string | null;
}

/** The text of a line of the history; the same wherever it is shown. */
export function useLineWords(now: Date): (line: Line) => LineWords {
  const t = useTranslations("credits.line");
  const returnedWord = useTranslations("returned");
  const kindWord = useTranslations("kinds");
  const locale = useLocale();
  const expiry = useExpiryWords(now);
  const reader = useReader();
  const usesOf = (entries: readonly Entry[]) =>
    amountsByKind(entries)
      .map(({ kind, amount }) => t("use", { amount: formatCredits(amount, locale), kind: kindWord(`${kind}.word`) }))
      .join(", ");
  const uses = ({ transaction }: Line) => usesOf(transaction.entries);
  const where = ({ transaction: { platform, clientVersion } }: Line) => {
    if (platform === null) return null;
    const name = t.has(`platform.${platform}`) ? t(`platform.${platform}`) : platform;
    return clientVersion === null ? name : `${name} ${clientVersion}`;
  };

  const price = ({ purchase }: Line) =>
    purchase && formatMoney({ amount: purchase.amountCents, currency: purchase.currency }, locale);
  const named = (line: Line, units: number | null) => {
    const name = line.featureName ?? t("used");
    return units !== null && units > 1 ? t.rich("units", { name, units, bdi }) : bdi(name);
  };
  const held = ({ answers, transaction }: Line) => {
    const whole = -(answers?.amount ?? 0);
    const used = answers === null ? 0 : usedBy(transaction, answers);
    return t("captured", { used: formatCredits(used, locale), held: formatCredits(whole, locale) });
  };
  const whyReturned = ({ answers, transaction: { type, reason, amount } }: Line) => {
    if (type !== "refund") return t.has(`returnedReason.${reason}`) ? t(`returnedReason.${reason}`) : bdi(reason);
    const spent = answers?.type === "spend" ? -answers.amount : amount;
    const words = { amount: formatCredits(amount, locale), of: formatCredits(spent, locale) };
    return t(amount < spent ? "returnedReason.part" : "returnedReason.refund", words);
  };
  const returned = (line: Line) => {
    const { entries } = line.transaction;
    // Credits that came back as a new batch expire within days: the line must say so.
    const entry = entries.find(({ onBehalfOf }) => onBehalfOf !== null) ?? entries[0];
    const label = entry && line.labels[entry.batch];
    const why = whyReturned(line);
    if (label === undefined) return why;
    if (entry?.onBehalfOf == null || entry.expiresAt === null) return t.rich("backIn", { why: () => why, label, bdi });
    return t.rich("backUntil", { why: () => why, label, date: expiry.day(entry.expiresAt), bdi });
  };

  const credits = (
    key: "waitsForReview" | "givenBackTo" | "putTowards" | "moreToRepay" | "lessToRepay",
    count: number,
  ) => (count === 0 ? "" : t(key, { amount: formatCredits(count, locale), count }));
  const changeOfDebt = ({ transaction: { debtChange } }: Line) =>
    credits(debtChange > 0 ? "moreToRepay" : "lessToRepay", Math.abs(debtChange));
  const takenBack = (line: Line) => {
    const taken = -line.transaction.amount;
    const { debtChange } = line.transaction;
    if (taken === 0 && debtChange === 0) return t("waitsForJobs");
    const { granted, used } = line.taking ?? { granted: taken, used: 0 };
    const first = taken === 0 && debtChange < 0 ? "" : sayTaken({ granted, taken, used }, returnedWord, locale);
    return [first, changeOfDebt(line)].filter(Boolean).join(" · ");
  };

  const ofJob = (line: Line, job: Job): LineWords => {
    const title = named(line, job.hold.units);
    if (job.status === "open")
      return { title, note: t("onHold", { uses: usesOf(job.hold.entries) }), where: where(line) };
    if (job.status === "returned") {
      const note = line.transaction.type === "hold" ? t("returnedReason.lapsed") : returned(line);
      return { title: t.rich("returned", { title: () => title }), note, where: where(line) };
    }
    const [used, held] = [formatCredits(job.used, locale), formatCredits(job.held, locale)];
    const cost = job.used < job.held ? t("captured", { used, held }) : usesOf(job.usedEntries);
    const back = job.refunded === 0 ? [] : [t("givenBack", { amount: formatCredits(job.refunded, locale) })];
    return { title, note: [cost, ...back].join(" · "), where: where(line) };
  };

  return (line) => {
    if (line.job) return ofJob(line, line.job);
    const { type, amount, units, reason, entries } = line.transaction;
    const [entry] = entries;
    switch (type) {
      case "grant": {
        const until = entry?.expiresAt ? t.rich("until", { date: expiry.day(entry.expiresAt), bdi }) : t("never");
        const label = reason ?? t("added");
        if (entry?.kind === "purchased") {
          const title = t("bought", { amount: formatCredits(amount, locale), count: amount });
          return { title, note: joined(price(line), until), where: where(line) };
        }
        return {
          title: t.rich(entry?.kind === "activity" ? "earned" : "plan", { label, bdi }),
          note: joined(uses(line), until),
          where: where(line),
        };
      }
      case "spend":
        return { title: named(line, units), note: uses(line), where: where(line) };
      case "hold": {
        const ended = line.answeredBy.some((other) => other.holdExpiresAt === null);
        const note = t(ended ? "wasOnHold" : "onHold", { uses: uses(line) });
        return { title: named(line, units), note, where: where(line) };
      }
      case "capture":
        return { title: named(line, line.answers?.units ?? null), note: held(line), where: where(line) };
      case "extend": {
        const date = formatInstant(line.transaction.holdExpiresAt ?? line.transaction.at, now, reader);
        return { title: named(line, units), note: t.rich("holdExtended", { date, bdi }), where: where(line) };
      }
      case "release":
      case "refund":
        return {
          title: t.rich("returned", { title: () => named(line, units) }),
          note: returned(line),
          where: where(line),
        };
      case "adjustment":
        return { title: t("adjusted"), note: reason ? bdi(reason) : uses(line), where: null };
      case "revoke":
        if (line.transaction.reference?.startsWith("referral:")) {
          return {
            title: t.rich("referralReturned", { label: reason ?? "", bdi }),
            note: takenBack(line),
            where: null,
          };
        }
        if (line.transaction.reference?.startsWith(reviewPrefix)) {
          return { title: t("underReview"), note: credits("waitsForReview", -amount), where: null };
        }
        // Without a batch, a plan gave time back.
        return line.transaction.ofBatch === null
          ? { title: t("takenBack"), note: reason ? bdi(reason) : uses(line), where: null }
          : { title: t("revoked"), note: takenBack(line), where: null };
      case "reinstate": {
        const words = [credits("givenBackTo", amount), changeOfDebt(line)];
        const isReviewed = line.transaction.reference?.startsWith(reviewPrefix) === true;
        return {
          title: t(isReviewed ? "reviewed" : "reinstated"),
          note: words.filter(Boolean).join(" · "),
          where: null,
        };
      }
      case "repayment":
        return { title: t("repaid"), note: credits("putTowards", -amount), where: null };
      case "forgive":
        return { title: t("forgiven"), note: bdi(reason), where: null };
      case "freeze":
        return { title: t("frozen"), note: bdi(reason), where: null };
      case "unfreeze":
        return { title: t("unfrozen"), note: bdi(reason), where: null };
      case "expiry": {
        const label = entry ? (line.labels[entry.batch] ?? null) : null;
        return {
          title: label === null ? t("expired") : t.rich("expiredBatch", { label, bdi }),
          note: uses(line),
          where: where(line),
        };
      }
    }
  };
}

function joined(first: string | null, second: ReactNode): ReactNode {
  return first === null ? (
    second
  ) : (
    <>
      {first} · {second}
    </>
  );
}
