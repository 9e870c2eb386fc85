import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card } from "../ui/card.tsx";

/** Asks a user who signed in a while ago to sign in again before they approve a device. */
export function SignInAgain({ href }: { href: Route }) {
  const t = useTranslations("device");
  return (
    <Card className="grid gap-4 p-5 sm:p-6">
      <h1 className="font-bold text-xl">{t("title")}</h1>
      <p>{t("signInFirst")}</p>
      <Link href={href} className={buttonVariants({ size: "lg" })}>
        {t("signInAgain")}
      </Link>
    </Card>
  );
}
