import { CircleCheck, Info } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AppsCard } from "#components/devices/apps-card.tsx";
import { AskOnce } from "#components/devices/ask-once.tsx";
import { BrowsersCard } from "#components/devices/browsers-card.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { unusedDays } from "#lib/devices/device-token.ts";
import { listDevices, whatBrowsersMay } from "#lib/devices/list-devices.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { listSessions } from "#lib/people/list-sessions.ts";
import { signOutApp, signOutBrowser, signOutEverywhere, signOutOthers } from "./actions.ts";
import { readDone } from "./done.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("devices"))("title") };
}

export default async function Devices() {
  const person = await requirePerson();
  const t = await getTranslations("devices");
  const done = await readDone();
  const [devices, sessions, access] = await Promise.all([
    listDevices(person.userId),
    listSessions(person),
    whatBrowsersMay(),
  ]);
  const others = devices.length + sessions.filter(({ here }) => !here).length;
  return (
    <>
      <PageHeading title={t("title")}>{t("about")}</PageHeading>
      <div className="grid gap-4">
        {done === null ? null : (
          <Notice variant={done === "none" ? "neutral" : "ok"} role="status">
            {done === "none" ? <Info aria-hidden /> : <CircleCheck aria-hidden />}
            <p>{t(`done.${done}`)}</p>
          </Notice>
        )}
        <AppsCard devices={devices} unusedDays={unusedDays} signOut={signOutApp} />
        <BrowsersCard sessions={sessions} access={access} signOut={signOutBrowser} />
        <div className="flex flex-wrap items-start gap-3">
          {others > 0 ? (
            <AskOnce
              words={t("others", { count: others })}
              warning={t("othersWarning")}
              confirm={t("othersConfirm", { count: others })}
              action={signOutOthers}
            />
          ) : null}
          <AskOnce
            words={t("everywhere")}
            warning={t("everywhereWarning")}
            confirm={t("everywhereConfirm")}
            action={signOutEverywhere}
          />
        </div>
      </div>
    </>
  );
}
