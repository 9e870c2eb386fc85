import { CircleAlert, CircleCheck, CircleX, Clock, LoaderCircle, type LucideIcon, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LiveNumber } from "../balance/live-number.tsx";
import { StepTitle } from "../layout/step-title.tsx";
import { bdi } from "../ui/bdi.tsx";
import { Card } from "../ui/card.tsx";
import { cn } from "../ui/cn.ts";
import { LateNote } from "./late-note.tsx";
import type { OrderView, ReturnView } from "./order-view.ts";

const icons: Record<OrderView | ReturnView, { icon: LucideIcon; className: string }> = {
  confirming: { icon: LoaderCircle, className: "animate-spin text-ink-2" },
  unpaid: { icon: Undo2, className: "text-ink-2" },
  pending: { icon: Clock, className: "text-ink-2" },
  added: { icon: CircleCheck, className: "text-ok" },
  "already-added": { icon: CircleCheck, className: "text-ok" },
  refunded: { icon: Undo2, className: "text-ink-2" },
  disputed: { icon: CircleAlert, className: "text-ink-2" },
  "under-review": { icon: Clock, className: "text-ink-2" },
  failed: { icon: CircleX, className: "text-error" },
  cancelled: { icon: Undo2, className: "text-ink-2" },
  expired: { icon: Clock, className: "text-ink-2" },
};

interface OrderPanelProps {
  view: OrderView | ReturnView;
  title: string;
  /** What it means, and what happens next. */
  text: ReactNode;
  /** What was ordered, and its price. */
  summary: ReactNode;
  /** Until when the payment page is open, as text. */
  openUntil: string | null;
  actions: ReactNode;
}

/** The outcome of a purchase, and what to do next. */
export function OrderPanel({ view, title, text, summary, openUntil, actions }: OrderPanelProps) {
  const t = useTranslations("order");
  const { icon: Icon, className } = icons[view];
  const isAdded = view === "added" || view === "already-added";
  return (
    <Card className="mx-auto grid max-w-xl justify-items-center gap-3 px-6 py-10 text-center">
      <Icon aria-hidden className={cn("size-9", className)} />
      <div role={view === "failed" ? "alert" : "status"} className="grid gap-1.5">
        {/* A heading of its own for each state: the focus goes to it after paying. */}
        <StepTitle key={title}>{title}</StepTitle>
        <p className="text-balance text-ink-2">
          {text}
          {view === "unpaid" && openUntil ? <> {t.rich("openUntil", { time: openUntil, bdi })}</> : null}
          {view === "confirming" ? <LateNote /> : null}
        </p>
        {isAdded ? (
          <p className="text-ink-2">
            {t("youHave")}{" "}
            <strong className="font-bold text-ink">
              <LiveNumber />
            </strong>
          </p>
        ) : null}
      </div>
      <div className="grid gap-2 text-ink-2 text-sm">{summary}</div>
      <div className="mt-2 flex flex-wrap items-center justify-center gap-2">{actions}</div>
    </Card>
  );
}
