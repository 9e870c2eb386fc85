import { useTranslations } from "next-intl";
import type { Transaction } from "#lib/credits/transaction.ts";

/** Opens an email to support with the number and time of a line. It contains nothing personal. */
export function ReportProblem({
  transaction: { version, at },
  support,
}: {
  transaction: Pick<Transaction, "version" | "at">;
  support: string;
}) {
  const t = useTranslations("history.report");
  const values = { number: String(version), instant: at.toISOString() };
  const query = [
    ["subject", t("subject", values)],
    ["body", t("body", values)],
  ].map(([name, text]) => `${name}=${encodeURIComponent(text ?? "")}`);
  return (
    <p className="bg-page px-5 pb-4 text-sm sm:px-6 md:ps-17">
      <a
        href={`mailto:${support}?${query.join("&")}`}
        className="inline-block rounded-sm underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:py-3.25"
      >
        {t("link")}
      </a>
    </p>
  );
}
