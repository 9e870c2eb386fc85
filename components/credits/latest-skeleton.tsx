import { useTranslations } from "next-intl";
import { Card, CardHeader } from "../ui/card.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** Holds the place of the latest lines, with the height that they will have. */
export function LatestSkeleton({ rows }: { rows: number }) {
  const t = useTranslations("credits.latest");
  return (
    <Card aria-busy aria-label={t("loading")}>
      <CardHeader>
        <Skeleton className="h-5 w-24" />
      </CardHeader>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className="flex h-16 items-center gap-3 border-line border-t px-5 sm:px-6">
          <Skeleton className="size-8 rounded-lg" />
          <Skeleton className="h-4 w-48" />
          <Skeleton className="ms-auto h-4 w-12" />
        </div>
      ))}
    </Card>
  );
}
