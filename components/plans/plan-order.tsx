import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay, formatExpiry } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { useReader } from "../balance/use-reader.ts";
import { OrderPanel } from "../store/order-panel.tsx";
import type { OrderView } from "../store/order-view.ts";
import { bdi } from "../ui/bdi.tsx";
import type { PlanOffer } from "./plan-offer.ts";

/** What the order of a plan has brought so far. */
export interface Begun {
  /** Null while no credits were added. */
  granted: { credits: number; until: Date } | null;
  trialEnd: Date | null;
}

interface PlanOrderProps {
  view: OrderView;
  price: PlanOffer & { name: string };
  begun: Begun;
  now: Date;
  openUntil: string | null;
  actions: ReactNode;
}

/** The outcome of subscribing to a plan, and what to do next. */
export function PlanOrder({ view, price, begun, now, openUntil, actions }: PlanOrderProps) {
  const t = useTranslations("planOrder");
  const reader = useReader();
  const locale = useLocale();
  const { granted, trialEnd } = begun;
  const words = wordsOf(view, begun);
  const count = granted?.credits ?? 0;
  const dates = {
    date: trialEnd === null ? "" : formatDay(trialEnd, now, reader),
    until: granted === null ? "" : formatExpiry(granted.until, now, reader),
  };
  const { amountCents: amount, currency, interval, name: plan } = price;
  const credits = formatCredits(price.creditsPerMonth, locale);
  const sum = t.rich(`summary.${interval}`, { plan, credits, price: formatMoney({ amount, currency }, locale), bdi });
  return (
    <OrderPanel
      view={words === "received" ? "pending" : view}
      title={t(`${words}.title`, { credits: formatCredits(count, locale), count })}
      text={t.rich(`${words}.text`, { ...dates, bdi })}
      summary={sum}
      openUntil={openUntil}
      actions={actions}
    />
  );
}

function wordsOf(view: OrderView, { granted, trialEnd }: Begun) {
  if (view !== "added" && view !== "already-added") return view;
  if (granted !== null) return view === "added" && trialEnd !== null ? "trial-added" : view;
  return trialEnd === null ? "received" : "trial-started";
}
