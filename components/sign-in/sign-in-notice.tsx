import { CircleAlert, MailQuestion } from "lucide-react";
import { useTranslations } from "next-intl";
import { bdi } from "../ui/bdi.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import type { FormAction } from "./sign-in-card.tsx";

/** What went wrong, or what to do next. */
export type NoticeName =
  | "invalid-address"
  | "limited"
  | "not-sent"
  | "link-used"
  | "belongs-to-another"
  | "unverified"
  | "failed"
  | "sign-in-again";

export interface SignInNoticeProps {
  name: NoticeName;
  /** How long to wait, for `limited`. */
  minutes: number;
  /** The address that waits for its verification email, for `unverified`. */
  pending: { provider: "google" | "github"; label: string } | null;
  forgetPending: FormAction;
}

/** Shows in its place on the page the outcome of a sign-in attempt. */
export function SignInNotice({ name, minutes, pending, forgetPending }: SignInNoticeProps) {
  const t = useTranslations("signIn");
  if (name === "unverified") return pending === null ? null : <Unverified {...pending} forgetPending={forgetPending} />;
  return (
    <Notice
      {...(name === "sign-in-again" ? { variant: "neutral", role: "status" } : { variant: "error", role: "alert" })}
    >
      <CircleAlert aria-hidden />
      <p>{t(`notices.${name}`, { minutes })}</p>
    </Notice>
  );
}

function Unverified({
  provider,
  label,
  forgetPending,
}: {
  provider: "google" | "github";
  label: string;
  forgetPending: FormAction;
}) {
  const t = useTranslations("signIn");
  return (
    <Notice variant="warning" role="status">
      <MailQuestion aria-hidden />
      <div className="grid gap-2">
        <p>{t.rich("notices.unverified", { provider: t(`providers.${provider}`), label, bdi })}</p>
        <form action={forgetPending}>
          <Button type="submit" variant="link" size="none">
            {t.rich("forget", { label, bdi })}
          </Button>
        </form>
      </div>
    </Notice>
  );
}
