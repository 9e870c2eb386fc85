import { useTranslations } from "next-intl";
import { OrderNumber } from "#components/store/order-number.tsx";
import type { Batch } from "#lib/credits/batch.ts";
import type { Kind } from "#lib/credits/kinds.ts";
import { bdi } from "../ui/bdi.tsx";
import { KindChip } from "./kind-chip.tsx";
import { LiveNumber } from "./live-number.tsx";
import { useExpiryWords } from "./use-expiry-words.ts";

/** One kind in one line: its position in the order, its name, what expires next, how many credits are left. */
export function KindRow({
  kind,
  place,
  batches,
  now,
}: {
  kind: Kind;
  place: number;
  batches: readonly Batch[];
  now: Date;
}) {
  return (
    <li className="grid grid-cols-[auto_auto_1fr_auto] items-center gap-x-4 border-line border-t py-2.5 sm:grid-cols-[auto_9rem_1fr_auto] sm:py-3">
      <OrderNumber place={place} />
      <KindChip kind={kind} className="justify-self-start" />
      <span className="text-ink-2 text-sm">
        <span className="hidden sm:inline">
          <BatchesNote batches={batches} now={now} />
        </span>
      </span>
      <span className="font-bold text-lg">
        <LiveNumber of={kind} />
      </span>
    </li>
  );
}

function BatchesNote({ batches, now }: { batches: readonly Batch[]; now: Date }) {
  const t = useTranslations("credits.kindNote");
  const expiry = useExpiryWords(now);
  // In deduction order the first batch is the one that expires first.
  const [first] = batches;
  if (!first) return <span key="none">{t("none")}</span>;
  if (first.expiresAt === null)
    return <span key={`${batches.length} never`}>{t("never", { batches: batches.length })}</span>;
  const date = [expiry.day(first.expiresAt), expiry.soon(first.expiresAt)].filter(Boolean).join(", ");
  const { label } = first;
  return (
    <span key={`${batches.length} ${label} ${date}`}>
      {t.rich("until", { batches: batches.length, label, date, bdi })}
    </span>
  );
}
