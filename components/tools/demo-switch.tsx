"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "../ui/checkbox.tsx";
import { Label } from "../ui/label.tsx";

/** The demo's switch that makes the next run fail, to show that nothing is charged. */
export function DemoSwitch({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const t = useTranslations("tools.demoSwitch");
  return (
    <div className="flex min-h-9 items-center gap-2 pointer-coarse:min-h-11">
      <Checkbox id="fail-next" checked={on} onChange={(event) => onChange(event.target.checked)} />
      <Label htmlFor="fail-next" className="grid min-h-9 content-center pointer-coarse:min-h-11">
        {t("label")}
      </Label>
    </div>
  );
}
