import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatMoney } from "#lib/format/money.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "../ui/card.tsx";

/** A plan and interval to change to. Money is in minor units. */
export interface ShownChoice {
  plan: string;
  name: string;
  interval: "month" | "year";
  amountCents: number;
  currency: string;
  creditsPerMonth: number;
}

/** The plans that a user can change to; each leads to a page that says what the change does. */
export function ChoicesCard({ choices }: { choices: readonly ShownChoice[] }) {
  const t = useTranslations("billing.choices");
  return (
    <Card aria-labelledby="choices">
      <CardHeader>
        <div className="grid gap-0.5">
          <CardTitle id="choices">{t("title")}</CardTitle>
          <CardDescription>{t("text")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        {choices.length === 0 ? (
          <p className="text-ink-2">{t("none")}</p>
        ) : (
          <ul className="grid">
            {choices.map((choice) => (
              <Choice key={`${choice.plan} ${choice.interval}`} choice={choice} />
            ))}
          </ul>
        )}
      </CardContent>
    </Card>
  );
}

function Choice({ choice }: { choice: ShownChoice }) {
  const t = useTranslations("billing.choices");
  const plan = useTranslations("billing.plan");
  const locale = useLocale();
  const { name, interval, amountCents: amount, currency, creditsPerMonth } = choice;
  const by = plan(`by.${interval}`);
  const query = new URLSearchParams({ plan: choice.plan, interval });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-t py-3 first:border-t-0 first:pt-0 last:pb-0">
      <div>
        <p className="font-semibold">
          <bdi>{plan("name", { plan: name, by })}</bdi>
        </p>
        <p className="text-ink-2 text-sm">
          {t(`price.${interval}`, { price: formatMoney({ amount, currency }, locale) })} ·{" "}
          {t("credits", { amount: formatCredits(creditsPerMonth, locale) })}
        </p>
      </div>
      <Link
        href={`/profile/billing/change?${query}`}
        aria-label={t("viewOne", { plan: name, by })}
        className={buttonVariants({ variant: "outline", size: "sm" })}
      >
        {t("view")}
      </Link>
    </li>
  );
}
