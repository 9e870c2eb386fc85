import { useTranslations } from "next-intl";
import { AccountField } from "#components/balance/account-field.tsx";
import type { FormAction } from "#components/sign-in/sign-in-card.tsx";
import { SubmitButton } from "#components/sign-in/submit-button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Input } from "#components/ui/input.tsx";
import { Label } from "#components/ui/label.tsx";

/** The field for a code. */
export function CodeCard({ redeemKey, redeem }: { redeemKey: string; redeem: FormAction }) {
  const t = useTranslations("earn.code");
  return (
    <Card aria-labelledby="redeem-code" className="p-5 sm:p-6">
      <form action={redeem} className="grid h-full content-between gap-4">
        <div className="grid gap-1">
          <h2 id="redeem-code" className="font-bold text-lg">
            {t("title")}
          </h2>
          <p className="text-ink-2">{t("text")}</p>
          <div className="mt-2 grid gap-1.5">
            <Label htmlFor="code">{t("label")}</Label>
            <Input
              id="code"
              name="code"
              required
              maxLength={100}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
            />
          </div>
        </div>
        <input type="hidden" name="key" value={redeemKey} />
        <AccountField />
        <SubmitButton variant="outline" className="w-full">
          {t("redeem")}
        </SubmitButton>
      </form>
    </Card>
  );
}
