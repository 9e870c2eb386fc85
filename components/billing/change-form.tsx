import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatDay } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { AccountField } from "../balance/account-field.tsx";
import { useReader } from "../balance/use-reader.ts";
import { SubmitButton } from "../sign-in/submit-button.tsx";
import { AfterRepaying } from "../store/balance-after.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card, CardContent, CardFooter } from "../ui/card.tsx";
import { type ShownChange, useChangeWords } from "./use-change-words.ts";

interface ChangeFormProps {
  preview: ShownChange;
  subscription: string;
  /** Created with the page: however often this form is sent, it makes one change. */
  changeKey: string;
  now: Date;
  confirm: (form: FormData) => Promise<void>;
}

/** Exactly what a change of plan costs, grants and leaves, and the button that makes it. */
export function ChangeForm({ preview, subscription, changeKey, now, confirm }: ChangeFormProps) {
  const t = useTranslations("billing.change");
  const sentences = useChangeWords(preview, now);
  const { to, way, dueCents } = preview;
  const hidden = { key: changeKey, subscription, plan: to.plan, interval: to.interval, way, due: String(dueCents) };
  return (
    <form action={confirm}>
      <AccountField />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Card>
        <CardContent className="grid gap-2 pt-5">
          {sentences.map((sentence, index) => (
            <p key={sentence} className={index === 0 ? "font-semibold" : "text-ink-2"}>
              {sentence}
            </p>
          ))}
          {preview.way === "today" && preview.dueCents > 0 && preview.added !== null ? (
            <p>
              <AfterRepaying credits={preview.added.amount} />
            </p>
          ) : null}
        </CardContent>
        <CardFooter className="flex-wrap">
          <SubmitButton size="lg" waiting={t("sending")} className="max-w-full whitespace-normal!">
            <Confirm preview={preview} now={now} />
          </SubmitButton>
          <Link href="/profile/billing" className={buttonVariants({ variant: "ghost" })}>
            {t("back")}
          </Link>
        </CardFooter>
      </Card>
    </form>
  );
}

function Confirm({ preview: { way, to, dueCents, next }, now }: { preview: ShownChange; now: Date }) {
  const t = useTranslations("billing.change.confirm");
  const locale = useLocale();
  const reader = useReader();
  if (way === "today")
    return t("today", { price: formatMoney({ amount: dueCents, currency: to.currency }, locale), plan: to.name });
  return way === "keep" || way === "restore"
    ? t("keep", { plan: to.name })
    : t("later", { plan: to.name, date: formatDay(next.at, now, reader) });
}
