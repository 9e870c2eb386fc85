import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatMoney, formatPricePer100 } from "#lib/format/money.ts";
import type { Offer } from "../store/offer.ts";
import { useValidity } from "../store/use-validity.ts";
import { Card, CardHeader, CardTitle } from "../ui/card.tsx";
import { Table, TableCell, TableHead, TableRow } from "../ui/table.tsx";

/** The packs that are sold now. */
export function PacksTable({ packs }: { packs: readonly Offer[] }) {
  const t = useTranslations("prices.packs");
  return (
    <Card aria-labelledby="packs">
      <CardHeader>
        <CardTitle id="packs">{t("title")}</CardTitle>
      </CardHeader>
      {packs.length === 0 ? (
        <p className="px-5 pb-5 text-ink-2 sm:px-6">{t("none")}</p>
      ) : (
        <Table aria-labelledby="packs">
          <thead>
            <tr>
              <TableHead>{t("credits")}</TableHead>
              <TableHead className="text-end!">{t("price")}</TableHead>
              <TableHead className="text-end!">{t("per100")}</TableHead>
            </tr>
          </thead>
          <tbody>
            {packs.map((pack) => (
              <PackRow key={pack.slug} pack={pack} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function PackRow({ pack }: { pack: Offer }) {
  const locale = useLocale();
  const validity = useValidity(pack);
  const { credits, amountCents: amount, currency } = pack;
  return (
    <TableRow>
      <TableCell>
        <span className="font-semibold">{formatCredits(credits, locale)}</span>
        <span className="block text-ink-2 text-sm">{validity}</span>
      </TableCell>
      <TableCell className="text-end font-semibold">{formatMoney({ amount, currency }, locale)}</TableCell>
      <TableCell className="text-end text-ink-2">{formatPricePer100({ amount, currency, credits }, locale)}</TableCell>
    </TableRow>
  );
}
