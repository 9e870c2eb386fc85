"use client";

import { useTranslations } from "next-intl";
import { DesktopWindow } from "./desktop-window.tsx";
import { DeviceControls } from "./device-controls.tsx";
import { EventLog } from "./event-log.tsx";
import { Phone } from "./phone.tsx";
import { type SignInDevice, useDevice } from "./use-device.ts";
import { useLog } from "./use-log.ts";
import { WebPanel } from "./web-panel.tsx";

interface LabProps {
  account: string;
  /** The signed-in user. */
  name: string;
  signIn: SignInDevice;
}

const section = "grid min-w-0 gap-4 lg:row-span-3 lg:grid-rows-subgrid";

/** A desktop app and a phone of one account beside its web page; both use only the public interface. */
export function Lab({ account, name, signIn }: LabProps) {
  const t = useTranslations("devicesLab");
  const { lines, add, clear } = useLog();
  const desktop = useDevice({ platform: "desktop", account, signIn, onCall: add.desktop });
  const mobile = useDevice({ platform: "mobile", account, signIn, onCall: add.mobile });
  return (
    <div className="grid gap-8">
      <WebPanel name={name} />
      {/* Headings, controls and devices share grid lines, whatever wraps in one of the two columns. */}
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_18.75rem] lg:grid-rows-[auto_auto_1fr] lg:gap-y-4">
        <section aria-labelledby="lab-desktop" className={section}>
          <h2 id="lab-desktop" className="font-bold text-[0.9375rem]">
            {t("desktop.title", { version: desktop.version })}
          </h2>
          <DeviceControls device={desktop} />
          <DesktopWindow device={desktop} name={name} />
        </section>
        <section aria-labelledby="lab-mobile" className={section}>
          <h2 id="lab-mobile" className="font-bold text-[0.9375rem]">
            {t("mobile.title", { version: mobile.version })}
          </h2>
          <DeviceControls device={mobile} />
          <Phone device={mobile} name={name} />
        </section>
      </div>
      <EventLog lines={lines} onClear={clear} />
    </div>
  );
}
