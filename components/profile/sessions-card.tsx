import { MonitorSmartphone } from "lucide-react";
import { useLocale, useNow, useTimeZone, useTranslations } from "next-intl";
import { formatInstant } from "#lib/format/dates.ts";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from "../ui/card.tsx";

export interface SessionsCardProps {
  sessions: { method: "email" | "google" | "github" | "demo"; createdAt: Date; here: boolean }[];
  signOutOthers: FormAction;
  signOutEverywhere: FormAction;
}

const shown = 5;

/** Where a person is signed in, and how to end it elsewhere. */
export function SessionsCard({ sessions, signOutOthers, signOutEverywhere }: SessionsCardProps) {
  const t = useTranslations("profile.sessions");
  const others = sessions.filter(({ here }) => !here);
  const listed = [...sessions.filter(({ here }) => here), ...others].slice(0, shown);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      <CardContent>
        <ul>
          {listed.map((session) => (
            <Session key={`${session.here} ${session.createdAt.getTime()}`} {...session} />
          ))}
        </ul>
        {sessions.length > shown ? (
          <p className="text-ink-2 text-sm">{t("more", { count: sessions.length - shown })}</p>
        ) : null}
      </CardContent>
      <CardFooter className="flex-wrap">
        {others.length > 0 ? (
          <form action={signOutOthers}>
            <Button type="submit" variant="outline">
              {t("others", { count: others.length })}
            </Button>
          </form>
        ) : null}
        <form action={signOutEverywhere}>
          <Button type="submit" variant="outline">
            {t("everywhere")}
          </Button>
        </form>
      </CardFooter>
    </Card>
  );
}

function Session({ method, createdAt, here }: SessionsCardProps["sessions"][number]) {
  const t = useTranslations("profile.sessions");
  const how = useTranslations("profile.how");
  const [locale, timeZone, now] = [useLocale(), useTimeZone() ?? "UTC", useNow()];
  return (
    <li className="flex min-h-13 items-center gap-3 border-line border-t py-2">
      <MonitorSmartphone aria-hidden className="size-4 shrink-0 text-ink-2" />
      <span className="grid min-w-0">
        <span>{how(method)}</span>
        <time dateTime={createdAt.toISOString()} className="text-ink-2 text-sm">
          {t("since", { at: formatInstant(createdAt, now, { locale, timeZone }) })}
        </time>
      </span>
      {here ? <Badge className="ms-auto">{t("here")}</Badge> : null}
    </li>
  );
}
