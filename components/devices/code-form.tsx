import type { Route } from "next";
import Link from "next/link";
import { useNow, useTranslations } from "next-intl";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { SubmitButton } from "../sign-in/submit-button.tsx";
import { bdi } from "../ui/bdi.tsx";
import { Card } from "../ui/card.tsx";
import { Input } from "../ui/input.tsx";
import { Label } from "../ui/label.tsx";
import { StepAlert } from "./step-alert.tsx";

export interface CodeFormProps {
  /** The signed-in user's address: the device will be theirs. */
  account: string;
  notice: "unknown" | "too-many-codes" | "limited" | null;
  /** How long to wait, for `limited`. */
  minutes: number;
  /** Where a new session starts, for `too-many-codes`. */
  signInAgain: Route;
  send: FormAction;
}

/** Where the user types the code that a device shows. It always starts empty. */
export function CodeForm({ account, notice, minutes, signInAgain, send }: CodeFormProps) {
  const t = useTranslations("device");
  const now = useNow();
  return (
    <div className="grid gap-5">
      <h1 className="font-bold text-xl">{t("title")}</h1>
      {notice === null ? null : (
        // The same message after another wrong code must be announced again.
        <StepAlert key={now.getTime()}>
          {t.rich(`notices.${notice}`, {
            minutes,
            again: (words) => (
              <Link href={signInAgain} className="font-medium underline underline-offset-4">
                {words}
              </Link>
            ),
          })}
        </StepAlert>
      )}
      <Card className="p-5 sm:p-6">
        <form action={send} className="grid gap-2">
          <Label htmlFor="code">{t("code")}</Label>
          <Input
            id="code"
            name="code"
            required
            // The field is all that the page is for; after an error, the alert has the focus.
            autoFocus={notice === null}
            maxLength={20}
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            aria-describedby="code-hint"
            className="h-13! text-center font-semibold text-xl! uppercase tracking-[0.15em]"
          />
          <p id="code-hint" className="text-ink-2 text-sm">
            {t("hint")}
          </p>
          <SubmitButton size="lg" className="mt-2 w-full">
            {t("next")}
          </SubmitButton>
        </form>
      </Card>
      <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">{t.rich("account", { account, bdi })}</p>
    </div>
  );
}
