import { useTranslations } from "next-intl";
import type { ConfirmationRules } from "#lib/credits/needs-confirmation.ts";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { SubmitButton } from "../sign-in/submit-button.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "../ui/card.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Input } from "../ui/input.tsx";
import { Label } from "../ui/label.tsx";

interface ConfirmationCardProps {
  rules: ConfirmationRules;
  highest: number;
  saved: boolean;
  save: FormAction;
}

/** When the user is asked on the web before credits are used. */
export function ConfirmationCard({ rules, highest, saved, save }: ConfirmationCardProps) {
  const t = useTranslations("profile.confirmation");
  return (
    <Card id="confirmation">
      <CardHeader>
        <div className="grid gap-0.5">
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{t("text")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        <form key={`${rules.above} ${rules.purchased}`} action={save} className="grid justify-items-start gap-3">
          <Label htmlFor="above" className="grid gap-1.5">
            {t("above")}
            <Input
              id="above"
              name="above"
              type="number"
              inputMode="numeric"
              min={0}
              max={highest}
              step={1}
              required
              defaultValue={rules.above}
              className="max-w-40"
              autoComplete="off"
            />
          </Label>
          <div className="flex items-center">
            <Checkbox id="purchased" name="purchased" defaultChecked={rules.purchased} autoComplete="off" />
            <label htmlFor="purchased" className="flex min-h-8 grow items-center ps-2.5 pointer-coarse:min-h-11">
              {t("purchased")}
            </label>
          </div>
          <SubmitButton variant="outline">{t("save")}</SubmitButton>
        </form>
        <p role="status" className="mt-2 text-ink-2 text-sm empty:hidden">
          {saved ? t("saved") : null}
        </p>
      </CardContent>
    </Card>
  );
}
