import { useTranslations } from "next-intl";
import { Badge } from "../ui/badge.tsx";

/** Says on every page of a demonstration that it is one. */
export function DemoMark() {
  const t = useTranslations("shell");
  return (
    <Badge variant="outline" className="shrink-0 px-2 sm:px-2.5" title={t("demoExplained")}>
      {t("demo")}
    </Badge>
  );
}
