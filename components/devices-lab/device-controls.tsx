"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Checkbox } from "../ui/checkbox.tsx";
import { Label } from "../ui/label.tsx";
import { labVersions } from "./lab-versions.ts";
import type { Device } from "./use-device.ts";

const switchNames = ["offline", "slow", "failNext"] as const;

/** What the lab controls about a device from outside: its version, its network and how its next run goes. */
export function DeviceControls({ device }: { device: Device }) {
  const t = useTranslations("devicesLab.controls");
  const id = useId();
  const { platform, version, switches } = device;
  return (
    <fieldset className="flex min-w-0 flex-wrap items-center gap-x-5 gap-y-1 self-start">
      <legend className="sr-only">{t(`legend.${platform}`)}</legend>
      <div className="flex items-center gap-2">
        <Label htmlFor={`${id}-version`}>{t("version")}</Label>
        <select
          id={`${id}-version`}
          value={version}
          onChange={(event) => device.setVersion(event.target.value)}
          className="h-9 rounded-lg border border-control bg-card px-2 pointer-coarse:h-11"
        >
          {labVersions[platform].map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </div>
      {switchNames.map((name) => (
        <div key={name} className="flex items-center gap-2">
          <Checkbox
            id={`${id}-${name}`}
            checked={switches[name]}
            onChange={(event) => device.setSwitches({ ...switches, [name]: event.target.checked })}
          />
          <Label htmlFor={`${id}-${name}`} className="grid min-h-9 content-center pointer-coarse:min-h-11">
            {t(name)}
          </Label>
        </div>
      ))}
    </fieldset>
  );
}
