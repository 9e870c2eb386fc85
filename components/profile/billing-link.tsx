import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";

/** Links the profile to the page of plan, invoices and purchases. */
export function BillingLink() {
  const t = useTranslations("billing.link");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      <CardContent className="grid justify-items-start gap-4">
        <p>{t("text")}</p>
        <Link href="/profile/billing" className={buttonVariants({ variant: "outline" })}>
          {t("link")}
        </Link>
      </CardContent>
    </Card>
  );
}
