import { TriangleAlert } from "lucide-react";
import { useNow, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatInstant } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { StepTitle } from "../layout/step-title.tsx";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import type { Access } from "./access.ts";
import { useDeviceWords } from "./use-device-words.ts";

export interface RequestCardProps {
  request: { platform: "desktop" | "mobile"; version: string; address: string; requestedAt: Date; access: Access };
  /** Whether this browser has the address that asked, or at least its network, or another one. */
  from: "here" | "near" | "elsewhere";
  account: string;
  /** Identifies the request in the form. */
  handle: string;
  answer: FormAction;
}

/** Which device asks to be signed in, from where and when, with the two answers. */
export function RequestCard({ request, from, account, handle, answer }: RequestCardProps) {
  const t = useTranslations("device.confirm");
  const words = useDeviceWords();
  const [reader, now] = [useReader(), useNow()];
  const { platform, version, address, requestedAt, access } = request;
  return (
    <Card className="grid gap-4 p-5 sm:p-6">
      <StepTitle>{t("title")}</StepTitle>
      <dl>
        <Fact term={t("device")}>{words.name(platform, version)}</Fact>
        <Fact term={t("at")}>
          <time dateTime={requestedAt.toISOString()}>{formatInstant(requestedAt, now, reader)}</time>
        </Fact>
        <Fact term={t("from")}>
          <span className="block">{address}</span>
          <span className="block text-ink-2 text-sm">{t(`fromWhere.${from}`)}</span>
        </Fact>
        <Fact term={t("account")}>{account}</Fact>
        <Fact term={t("access")}>{words.access(access)}</Fact>
      </dl>
      <Notice variant="warning">
        <TriangleAlert aria-hidden />
        <p>{t("only")}</p>
      </Notice>
      <form action={answer} className="grid grid-cols-[1fr_2fr] gap-2">
        <input type="hidden" name="request" value={handle} />
        <Button type="submit" name="answer" value="deny" variant="outline" size="lg">
          {t("deny")}
        </Button>
        <Button type="submit" name="answer" value="approve" size="lg">
          {t("approve")}
        </Button>
      </form>
    </Card>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3 border-line border-t py-2.5 first:border-t-0">
      <dt className="text-ink-2">{term}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
