import { useTranslations } from "next-intl";
import { Badge } from "../ui/badge.tsx";

/** Says on every page of a demo that it is one; it reads an attribute of <html>, which failed pages still have. */
export function DemoMark() {
  const t = useTranslations("shell");
  return (
    <Badge
      variant="outline"
      className="hidden! shrink-0 in-data-demo:inline-flex! px-2! sm:px-2.5!"
      title={t("demoExplained")}
    >
      {t("demo")}
    </Badge>
  );
}
