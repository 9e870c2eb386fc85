import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card } from "../ui/card.tsx";

/** Asks somebody who has been signed in for a while to do it once more before they let a device in. */
export function SignInAgain({ href }: { href: Route }) {
  const t = useTranslations("device");
  return (
    <Card className="grid gap-4 p-5 sm:p-6">
      <h1 className="font-bold text-xl">{t("title")}</h1>
      <p>{t("again")}</p>
      <Link href={href} className={buttonVariants({ size: "lg" })}>
        {t("signInAgain")}
      </Link>
    </Card>
  );
}
