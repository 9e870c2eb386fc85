import { CircleCheck, CircleSlash, Hourglass } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { StepTitle } from "../layout/step-title.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card } from "../ui/card.tsx";

const icons = { approved: CircleCheck, denied: CircleSlash, over: Hourglass };

export interface RequestOutcomeProps {
  outcome: keyof typeof icons;
  platform: "desktop" | "mobile";
  /** Whether this server can send emails. */
  emails: boolean;
}

/** The result of a device's request, and what to do next. */
export function RequestOutcome({ outcome, platform, emails }: RequestOutcomeProps) {
  const t = useTranslations("device.outcome");
  const Icon = icons[outcome];
  return (
    <Card className="grid gap-4 p-5 sm:p-6">
      {/* A separate heading: reusing the question's would not mount it anew, so it would not take the focus. */}
      <StepTitle key={outcome} className="flex items-center gap-2.5">
        <Icon aria-hidden className="size-5 shrink-0" />
        {t(`${outcome}.title`)}
      </StepTitle>
      <p>{t(`${outcome}.text`, { platform, emailed: emails ? "yes" : "no" })}</p>
      <div className="flex flex-wrap gap-2">
        {outcome === "over" ? (
          <Link href="/device" className={buttonVariants()}>
            {t("enterCode")}
          </Link>
        ) : null}
        <Link href="/profile/devices" className={buttonVariants({ variant: "outline" })}>
          {t("devices")}
        </Link>
      </div>
    </Card>
  );
}
