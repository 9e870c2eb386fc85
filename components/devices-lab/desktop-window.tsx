"use client";

import { FolderOpen, UserRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { Balance } from "#lib/client/balance.ts";
import type { Quote } from "#lib/client/quote.ts";
import type { Feature } from "#lib/client/responses.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { LiveText } from "../balance/live-text.tsx";
import { cn } from "../ui/cn.ts";
import { DesktopCredits } from "./desktop-credits.tsx";
import { DesktopDialog } from "./desktop-dialog.tsx";
import { type Project, projects } from "./projects.ts";
import { SignedOutDevice } from "./signed-out-device.tsx";
import { useConfirmation } from "./use-confirmation.ts";
import type { Device } from "./use-device.ts";
import { useTask } from "./use-task.ts";
import { WorkArea } from "./work-area.tsx";

/** The desktop app: projects with their features, Profile → Credits, and a dialog before credits are used. */
export function DesktopWindow({ device, name }: { device: Device; name: string }) {
  const t = useTranslations("devicesLab.desktop");
  const lab = useTranslations("devicesLab");
  const [place, setPlace] = useState<Project | "profile">(projects[0]);
  const project = place === "profile" ? projects[0] : place;
  const { confirmation, ask, askAgain, close } = useConfirmation(device);
  const work = useTask(device.client);
  const button = useRef<HTMLElement | null>(null);

  function leaveDialog() {
    close();
    // What the dialog covers is inert until the dialog closes.
    requestAnimationFrame(() => button.current?.focus());
  }

  /** A user who closes the question has read why it was asked again. */
  function decline() {
    leaveDialog();
    if (work.task.status === "refused" && work.task.refusal.status !== "unknown") work.clear();
  }

  async function confirm(feature: Feature, quote: Quote) {
    leaveDialog();
    const refusal = await work.start({ feature: feature.slug, quote: quote.id });
    if (refusal?.status === "quote-changed" || refusal?.status === "quote-expired") askAgain(feature, refusal.quote);
  }

  return (
    <div className="flex min-w-0 flex-col overflow-hidden rounded-xl border border-line bg-card shadow-float">
      <div className="relative flex h-9.5 shrink-0 items-center border-line border-b px-3.5">
        <span aria-hidden className="flex gap-2">
          <span className="size-3 rounded-full bg-[#ff5f57]" />
          <span className="size-3 rounded-full bg-[#febc2e]" />
          <span className="size-3 rounded-full bg-[#28c840]" />
        </span>
        <p className="absolute inset-x-16 truncate text-center text-ink-2 text-sm">
          {t("windowTitle", { project: lab(`projects.${project.slug}`), version: device.version })}
        </p>
      </div>
      <div className="relative grid min-h-116 flex-1">
        <div inert={confirmation.open} className="flex min-w-0 flex-col sm:flex-row">
          <Sidebar place={place} choose={setPlace} balance={device.following.balance} />
          {device.signedIn === false ? (
            <SignedOutDevice device={device} />
          ) : place === "profile" ? (
            <DesktopCredits device={device} name={name} />
          ) : (
            <div className="grid min-w-0 flex-1 content-start gap-3 bg-[linear-gradient(160deg,#2a2a30,#101012)] p-4">
              <WorkArea
                device={device}
                project={place}
                work={work}
                picture="mx-auto h-44 max-w-full rounded-lg lg:h-58"
                onUse={(feature, pressed) => {
                  button.current = pressed;
                  ask(feature);
                }}
              />
            </div>
          )}
        </div>
        {confirmation.open ? (
          <DesktopDialog
            confirmation={confirmation}
            device={device}
            onConfirm={(quote) => void confirm(confirmation.feature, quote)}
            onClose={decline}
          />
        ) : null}
      </div>
    </div>
  );
}

const item =
  "flex min-h-9 items-center gap-2 rounded-lg px-2.5 text-start text-ink-2 hover:bg-soft hover:text-ink pointer-coarse:min-h-11";

interface SidebarProps {
  place: Project | "profile";
  choose: (place: Project | "profile") => void;
  balance: Balance | null;
}

function Sidebar({ place, choose, balance }: SidebarProps) {
  const t = useTranslations("devicesLab.desktop");
  const lab = useTranslations("devicesLab");
  const locale = useLocale();
  return (
    <nav
      aria-label={t("places")}
      className="flex flex-wrap content-start gap-0.5 border-line p-2.5 max-sm:border-b sm:w-46 sm:flex-col sm:border-e"
    >
      {projects.map((project) => (
        <button
          key={project.slug}
          type="button"
          aria-current={place === project}
          onClick={() => choose(project)}
          className={cn(item, place === project && "bg-soft font-medium text-ink!")}
        >
          <FolderOpen aria-hidden className="size-4 shrink-0" />
          {lab(`projects.${project.slug}`)}
        </button>
      ))}
      <button
        type="button"
        aria-current={place === "profile"}
        onClick={() => choose("profile")}
        className={cn(item, "sm:mt-auto", place === "profile" && "bg-soft font-medium text-ink!")}
      >
        <UserRound aria-hidden className="size-4 shrink-0" />
        {t("profile")}
        {balance === null ? null : (
          <span className="ms-auto font-semibold text-ink">
            <LiveText>{formatCredits(balance.available, locale)}</LiveText>
            <span className="sr-only"> {t("toUse", { count: balance.available })}</span>
          </span>
        )}
      </button>
    </nav>
  );
}
