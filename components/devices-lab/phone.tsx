"use client";

import { type ChevronLeft, ChevronRight, UserRound, WandSparkles } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { formatCredits } from "#lib/format/credits.ts";
import { LiveText } from "../balance/live-text.tsx";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { PhoneCredits } from "./phone-credits.tsx";
import { projects } from "./projects.ts";
import { SignedOutDevice } from "./signed-out-device.tsx";
import type { Device } from "./use-device.ts";
import { useTask } from "./use-task.ts";
import { WorkArea } from "./work-area.tsx";

type Screen = "create" | "profile" | "credits";

/** The phone app: features spend without asking, and Profile → Credits is one number, on platforms that show credits. */
export function Phone({ device, name }: { device: Device; name: string }) {
  const t = useTranslations("devicesLab.mobile");
  const [chosen, setScreen] = useState<Screen>("credits");
  // Where a platform shows no credits, the section is absent rather than empty.
  const screen = chosen === "credits" && device.following.refusal !== null ? "create" : chosen;
  return (
    <div className="mx-auto w-full max-w-75 self-start rounded-[2.9rem] bg-[#1c1c1e] p-2.25 shadow-float forced-colors:border">
      <div className="flex h-154 flex-col overflow-hidden rounded-[2.3rem] bg-page">
        <p className="flex shrink-0 justify-between px-5.5 pt-3.5 pb-2 font-semibold text-xs">
          <span aria-hidden>14:02</span>
          <span>{t(device.switches.offline ? "noNetwork" : device.switches.slow ? "slowNetwork" : "network")}</span>
        </p>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-3">
          {device.signedIn === false ? (
            <SignedOutDevice device={device} />
          ) : (
            <Screens screen={screen} go={setScreen} device={device} name={name} />
          )}
        </div>
        <nav aria-label={t("places")} className="flex shrink-0 border-line border-t pb-2">
          <Tab icon={WandSparkles} words={t("create")} here={screen === "create"} onPress={() => setScreen("create")} />
          <Tab icon={UserRound} words={t("profile")} here={screen !== "create"} onPress={() => setScreen("profile")} />
        </nav>
      </div>
    </div>
  );
}

interface ScreenProps {
  device: Device;
  name: string;
  go: (screen: Screen) => void;
}

function Screens({ screen, ...props }: ScreenProps & { screen: Screen }) {
  switch (screen) {
    case "create":
      return <Create device={props.device} />;
    case "profile":
      return <Profile {...props} />;
    case "credits":
      return <PhoneCredits device={props.device} onBack={() => props.go("profile")} />;
  }
}

function Create({ device }: { device: Device }) {
  const t = useTranslations("devicesLab.mobile");
  const lab = useTranslations("devicesLab");
  const locale = useLocale();
  const { balance } = device.following;
  const work = useTask(device.client);
  const [project] = projects;
  return (
    <div className="grid gap-3 pt-2">
      <div className="flex items-baseline justify-between gap-2">
        <h3 className="font-bold text-xl">{lab(`projects.${project.slug}`)}</h3>
        {balance === null ? null : (
          <p className="text-ink-2 text-sm">
            <span className="font-bold text-ink">
              <LiveText>{formatCredits(balance.available, locale)}</LiveText>
            </span>{" "}
            {t("unit", { count: balance.available })}
          </p>
        )}
      </div>
      <WorkArea
        device={device}
        project={project}
        work={work}
        picture="h-32 w-full rounded-xl bg-soft"
        onUse={({ slug }) => void work.start({ feature: slug })}
      />
    </div>
  );
}

function Profile({ device, name, go }: ScreenProps) {
  const t = useTranslations("devicesLab.mobile");
  const locale = useLocale();
  const { balance, refusal } = device.following;
  return (
    <div className="grid gap-3 pt-2">
      <h3 className="font-bold text-xl [overflow-wrap:anywhere]">{name}</h3>
      <p className="text-ink-2 text-sm">{t("version", { version: device.version })}</p>
      {refusal === null ? (
        <button
          type="button"
          onClick={() => go("credits")}
          className="flex min-h-12 items-center gap-2 rounded-xl border border-line bg-card px-4 hover:bg-soft"
        >
          {t("credits")}
          <span className="ms-auto font-bold">
            <LiveText>{balance === null ? "" : formatCredits(balance.available, locale)}</LiveText>
          </span>
          <ChevronRight aria-hidden className="size-4 text-ink-2" />
        </button>
      ) : null}
      <Button variant="outline" onClick={() => void device.signOut()}>
        {t("signOut")}
      </Button>
    </div>
  );
}

interface TabProps {
  icon: typeof ChevronLeft;
  words: string;
  here: boolean;
  onPress: () => void;
}

function Tab({ icon: Icon, words, here, onPress }: TabProps) {
  return (
    <button
      type="button"
      aria-current={here}
      onClick={onPress}
      className={cn(
        "flex h-12 flex-1 flex-col items-center justify-center gap-0.5 text-ink-2 text-xs",
        here && "font-semibold text-ink!",
      )}
    >
      <Icon aria-hidden className="size-4.5" />
      {words}
    </button>
  );
}
