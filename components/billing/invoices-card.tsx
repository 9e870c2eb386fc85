import { ExternalLink } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { formatDay } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { useReader } from "../balance/use-reader.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import { Table, TableCell, TableHead, TableRow } from "../ui/table.tsx";
import { ReturnNote, type ShownReturn } from "./return-note.tsx";

/** An invoice of a plan. Money is in minor units. */
export interface ShownInvoice {
  id: string;
  number: string | null;
  at: Date;
  totalCents: number;
  currency: string;
  status: "open" | "paid" | "uncollectible" | "void";
  url: string | null;
  /** What of it was returned or is disputed; null when nothing ever was. */
  returned: ShownReturn | null;
}

/** The invoices of a user's plans, each with its page at Stripe. */
export function InvoicesCard({ invoices, now }: { invoices: readonly ShownInvoice[]; now: Date }) {
  const t = useTranslations("billing.invoices");
  return (
    <Card aria-labelledby="invoices">
      <CardHeader>
        <CardTitle id="invoices">{t("title")}</CardTitle>
      </CardHeader>
      {invoices.length === 0 ? (
        <CardContent className="text-ink-2">{t("none")}</CardContent>
      ) : (
        <Table aria-labelledby="invoices" className="mb-2">
          <thead className="max-sm:sr-only">
            <tr>
              <TableHead>{t("date")}</TableHead>
              <TableHead className="max-sm:hidden">{t("number")}</TableHead>
              <TableHead>{t("status")}</TableHead>
              <TableHead className="text-end!">{t("amount")}</TableHead>
              <TableHead className="text-end!">{t("link")}</TableHead>
            </tr>
          </thead>
          <tbody>
            {invoices.map((invoice) => (
              <InvoiceRow key={invoice.id} invoice={invoice} now={now} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function InvoiceRow({ invoice, now }: { invoice: ShownInvoice; now: Date }) {
  const t = useTranslations("billing.invoices");
  const locale = useLocale();
  const { number, at, totalCents: amount, currency, status, url, id, returned } = invoice;
  return (
    <>
      <TableRow>
        <TableCell className="whitespace-nowrap max-sm:pe-1">{formatDay(at, now, useReader())}</TableCell>
        <TableCell className="text-ink-2 text-sm max-sm:hidden">{number ?? id}</TableCell>
        <TableCell className="max-sm:px-1">{t(`statuses.${status}`)}</TableCell>
        <TableCell className="text-end font-semibold max-sm:px-1">
          {formatMoney({ amount, currency }, locale)}
        </TableCell>
        <TableCell className="text-end">
          {url === null ? null : (
            <a
              href={url}
              target="_blank"
              rel="noopener"
              aria-label={t("openOne", { number: number ?? id })}
              className={buttonVariants({ variant: "ghost", size: "sm" })}
            >
              {t("open")}
              <ExternalLink aria-hidden className="max-sm:hidden" />
            </a>
          )}
        </TableCell>
      </TableRow>
      {returned === null ? null : (
        <tr>
          <TableCell colSpan={5} className="pt-0!">
            <ReturnNote returned={returned} now={now} />
          </TableCell>
        </tr>
      )}
    </>
  );
}
