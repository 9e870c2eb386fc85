import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { bdi } from "../ui/bdi.tsx";
import { Card, CardHeader, CardTitle } from "../ui/card.tsx";
import { Table, TableCell, TableHead, TableRow } from "../ui/table.tsx";

const platforms = ["web", "desktop", "mobile"] as const;

/** A feature with its price, and where it runs with credits or free on the device. */
export interface PricedFeature {
  slug: string;
  name: string;
  description: string;
  unit: string;
  costPerUnit: number;
  places: Readonly<Record<(typeof platforms)[number], "credits" | "on-device" | "web" | "none">>;
}

/** What every feature costs, and where it runs. */
export function FeaturesTable({ features }: { features: readonly PricedFeature[] }) {
  const t = useTranslations("prices.features");
  const locale = useLocale();
  return (
    <Card aria-labelledby="features">
      <CardHeader>
        <CardTitle id="features">{t("title")}</CardTitle>
      </CardHeader>
      {features.length === 0 ? (
        <p className="px-5 pb-5 text-ink-2 sm:px-6">{t("none")}</p>
      ) : (
        <Table aria-labelledby="features" className="max-sm:block">
          <thead className="max-sm:sr-only">
            <tr>
              <TableHead>{t("feature")}</TableHead>
              <TableHead>{t("cost")}</TableHead>
              <TableHead>{t("where")}</TableHead>
            </tr>
          </thead>
          <tbody className="max-sm:block">
            {features.map((feature) => (
              <TableRow
                key={feature.slug}
                className="max-sm:grid max-sm:gap-1 max-sm:px-5 max-sm:py-3 max-sm:[&>td]:p-0!"
              >
                <TableCell>
                  <bdi className="font-semibold">{feature.name}</bdi>
                  <bdi className="block text-ink-2 text-sm">{feature.description}</bdi>
                </TableCell>
                <TableCell>
                  <span className="font-semibold">
                    {t("credits", { amount: formatCredits(feature.costPerUnit, locale), count: feature.costPerUnit })}
                  </span>{" "}
                  <span className="text-ink-2">{t.rich("per", { unit: feature.unit, bdi })}</span>
                </TableCell>
                <TableCell className="text-ink-2 text-sm">
                  <PlacesOf places={feature.places} />
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

/** Where a feature runs: where it uses credits, and where it is free. */
function PlacesOf({ places }: Pick<PricedFeature, "places">) {
  const t = useTranslations("prices.features");
  const list = new Intl.ListFormat(useLocale(), { type: "conjunction" });
  const named = (place: PricedFeature["places"]["web"]) =>
    list.format(
      platforms.filter((platform) => places[platform] === place).map((platform) => t(`platforms.${platform}`)),
    );
  const [withCredits, free] = [named("credits"), named("on-device")];
  return [withCredits, free === "" ? "" : t("free", { list: free })].filter(Boolean).join(" · ");
}
