import { Clock } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { formatMoney } from "#lib/format/money.ts";
import { AccountField } from "../balance/account-field.tsx";
import { Button } from "../ui/button.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Notice } from "../ui/notice.tsx";

export interface UnpaidOrder {
  id: string;
  /** What was ordered, in words. */
  title: string;
  amountCents: number;
  currency: string;
  /** The payment page. */
  url: string;
}

/** Orders that are not paid yet: each can be paid or cancelled. */
export function OpenOrders(props: { orders: readonly UnpaidOrder[]; cancel: (form: FormData) => Promise<void> }) {
  const t = useTranslations("store");
  const locale = useLocale();
  if (props.orders.length === 0) return null;
  return (
    <Notice className="mb-4">
      <Clock aria-hidden />
      <div className="grid w-full gap-2">
        <h2 className="font-semibold">{t("unpaid", { count: props.orders.length })}</h2>
        <ul className="grid gap-2">
          {props.orders.map(({ id, url, title, amountCents: amount, currency }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <span className="text-ink-2">
                <bdi>{title}</bdi> · {formatMoney({ amount, currency }, locale)}
              </span>
              <form action={props.cancel} className="flex flex-wrap items-center gap-2">
                <a
                  href={url}
                  aria-label={t("continueWith", { title })}
                  className={buttonVariants({ variant: "outline", size: "sm" })}
                >
                  {t("continue")}
                </a>
                <AccountField />
                <input type="hidden" name="order" value={id} />
                <Button type="submit" variant="ghost" size="sm" aria-label={t("cancelWith", { title })}>
                  {t("cancel")}
                </Button>
              </form>
            </li>
          ))}
        </ul>
      </div>
    </Notice>
  );
}
