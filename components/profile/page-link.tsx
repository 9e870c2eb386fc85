import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";

const texts = { devices: "profile.devices", billing: "billing.link" } as const;

/** Links the profile to one of its pages: devices and browsers, or plan, invoices and purchases. */
export function PageLink({ to }: { to: keyof typeof texts }) {
  const t = useTranslations(texts[to]);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      <CardContent className="grid justify-items-start gap-4">
        <p>{t("text")}</p>
        <Link href={`/profile/${to}`} className={buttonVariants({ variant: "outline" })}>
          {t("link")}
        </Link>
      </CardContent>
    </Card>
  );
}
