import { useTranslations } from "next-intl";
import { Card } from "../ui/card.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

const rows = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** Holds the place of a list of transactions while it is read. */
export function HistorySkeleton() {
  const t = useTranslations("history");
  return (
    <div role="status" aria-busy>
      <span className="sr-only">{t("loading")}</span>
      <Skeleton className="mb-2 h-7 w-40" />
      <Skeleton className="mb-5 h-5 w-72 max-w-full" />
      <Card>
        {rows.map((row) => (
          <div key={row} className="flex h-15 items-center gap-3 border-line border-t px-5 first:border-t-0 sm:px-6">
            <Skeleton className="size-8 rounded-lg" />
            <Skeleton className="h-4 w-48" />
            <Skeleton className="ms-auto h-4 w-12" />
          </div>
        ))}
      </Card>
    </div>
  );
}
