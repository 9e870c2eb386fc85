import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AccountField } from "../balance/account-field.tsx";
import { SubmitButton } from "../sign-in/submit-button.tsx";
import type { ButtonLook } from "../ui/button-variants.ts";

type Action = (form: FormData) => Promise<void>;

interface PlanActionsProps {
  subscription: string;
  /** Cancelled, and not ended yet. */
  isEnding: boolean;
  hasEnded: boolean;
  openPortal: Action;
  resume: Action;
}

/** What a user can do about their plan: some of it here, the rest at Stripe and back again. */
export function PlanActions({ subscription, isEnding, hasEnded, openPortal, resume }: PlanActionsProps) {
  const t = useTranslations("billing.plan");
  if (hasEnded)
    return (
      <Button action={openPortal} fields={{ to: "home" }} variant="outline">
        {t("portal")}
      </Button>
    );
  return (
    <>
      {isEnding ? (
        <Button action={resume} fields={{ subscription }} variant="primary">
          {t("resume")}
        </Button>
      ) : null}
      <Button action={openPortal} fields={{ to: "payment-method" }} variant="outline">
        {t("update")}
      </Button>
      <Button action={openPortal} fields={{ to: "home" }} variant="outline">
        {t("portal")}
      </Button>
      {isEnding ? null : (
        <Button action={openPortal} fields={{ to: "cancel", subscription }} variant="ghost">
          {t("cancel")}
        </Button>
      )}
    </>
  );
}

function Button({
  action,
  fields,
  children,
  ...look
}: ButtonLook & { action: Action; fields: { [name: string]: string }; children: ReactNode }) {
  return (
    <form action={action}>
      <AccountField />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton {...look}>{children}</SubmitButton>
    </form>
  );
}
