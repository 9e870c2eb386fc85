import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatCredits } from "#lib/format/credits.ts";
import { formatMoney } from "#lib/format/money.ts";
import { OrderPanel } from "./order-panel.tsx";
import type { OrderView, ReturnView } from "./order-view.ts";

interface PackOrderProps {
  view: OrderView | ReturnView;
  order: { credits: number; amountCents: number; currency: string };
  openUntil: string | null;
  /** What of its payment was returned or is disputed; null when nothing ever was. */
  returned: ReactNode;
  actions: ReactNode;
}

/** The outcome of buying a pack, and what to do next. */
export function PackOrder({ view, order, returned, ...rest }: PackOrderProps) {
  const t = useTranslations("order");
  const locale = useLocale();
  const credits = formatCredits(order.credits, locale);
  const price = formatMoney({ amount: order.amountCents, currency: order.currency }, locale);
  const said = { credits, count: order.credits };
  return (
    <OrderPanel
      view={view}
      title={t(`${view}.title`, said)}
      text={t(`${view}.text`)}
      summary={
        <>
          {t("summary", { ...said, price })}
          {returned ? <div className="mx-auto w-fit text-start">{returned}</div> : null}
        </>
      }
      {...rest}
    />
  );
}
