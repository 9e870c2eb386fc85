import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { useReader } from "../balance/use-reader.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import { Table, TableCell, TableHead, TableRow } from "../ui/table.tsx";
import { ReturnNote, type ShownReturn } from "./return-note.tsx";

/** A pack that was bought. Money is in minor units. */
export interface ShownPurchase {
  id: string;
  createdAt: Date;
  credits: number;
  amountCents: number;
  currency: string;
  /** What of it was returned or is disputed; null when nothing ever was. */
  returned: ShownReturn | null;
}

/** The packs that a user has bought, each with its receipt at Stripe and what became of the payment. */
export function PurchasesCard({ purchases, now }: { purchases: readonly ShownPurchase[]; now: Date }) {
  const t = useTranslations("billing.purchases");
  return (
    <Card aria-labelledby="purchases">
      <CardHeader>
        <CardTitle id="purchases">{t("title")}</CardTitle>
      </CardHeader>
      {purchases.length === 0 ? (
        <CardContent className="text-ink-2">{t("none")}</CardContent>
      ) : (
        <Table aria-labelledby="purchases" className="mb-2">
          <thead className="max-sm:sr-only">
            <tr>
              <TableHead>{t("date")}</TableHead>
              <TableHead>{t("what")}</TableHead>
              <TableHead className="text-end!">{t("amount")}</TableHead>
              <TableHead className="text-end!">{t("receipt")}</TableHead>
            </tr>
          </thead>
          <tbody>
            {purchases.map((purchase) => (
              <PurchaseRow key={purchase.id} purchase={purchase} now={now} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function PurchaseRow({ purchase, now }: { purchase: ShownPurchase; now: Date }) {
  const t = useTranslations("billing.purchases");
  const locale = useLocale();
  const { id, createdAt, credits: count, amountCents, currency, returned } = purchase;
  const date = formatDay(createdAt, now, useReader());
  const amount = formatCredits(count, locale);
  return (
    <>
      <TableRow>
        <TableCell className="whitespace-nowrap max-sm:pe-1">{date}</TableCell>
        <TableCell className="max-sm:px-1">
          <Link
            href={`/profile/credits/store/orders/${id}`}
            className="inline-block rounded-sm underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:py-3.25"
          >
            {t("credits", { amount, count })}
          </Link>
        </TableCell>
        <TableCell className="text-end font-semibold max-sm:px-1">
          {formatMoney({ amount: amountCents, currency }, locale)}
        </TableCell>
        <TableCell className="text-end">
          <a
            href={`/profile/billing/receipts/${id}`}
            target="_blank"
            rel="noopener"
            aria-label={t("viewOne", { amount, count, date })}
            className={buttonVariants({ variant: "ghost", size: "sm" })}
          >
            {t("view")}
            <ExternalLink aria-hidden className="max-sm:hidden" />
          </a>
        </TableCell>
      </TableRow>
      {returned === null ? null : (
        <tr>
          <TableCell colSpan={4} className="pt-0!">
            <ReturnNote returned={returned} now={now} />
          </TableCell>
        </tr>
      )}
    </>
  );
}
