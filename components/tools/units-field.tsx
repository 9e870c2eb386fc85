"use client";

import { useTranslations } from "next-intl";
import { type ToolSlug, tools } from "#lib/tools/tool.ts";

interface UnitsFieldProps {
  tool: ToolSlug;
  units: number;
  onChange: (units: number) => void;
}

/** The number of units: pictures, or the maximum of minutes. Empty for tools that make one thing per run. */
export function UnitsField({ tool, units, onChange }: UnitsFieldProps) {
  const t = useTranslations("tools.units");
  const { mostUnits } = tools[tool];
  if (mostUnits === 1) return null;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-semibold">{t(`${tool}.legend`)}</legend>
      <div className="flex flex-wrap gap-2">
        {Array.from({ length: mostUnits }, (_, index) => index + 1).map((count) => (
          <label
            key={count}
            data-choice
            className="relative grid h-10 min-w-12 place-items-center rounded-lg border-2 border-line bg-card px-3 has-checked:border-ink has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 pointer-coarse:h-11"
          >
            <input
              type="radio"
              name="units"
              value={count}
              className="absolute inset-0 z-1 size-full cursor-pointer opacity-0"
              checked={units === count}
              onChange={() => onChange(count)}
            />
            {t(`${tool}.count`, { count })}
          </label>
        ))}
      </div>
      <p className="mt-2 text-ink-2 text-sm">{t(`${tool}.help`)}</p>
    </fieldset>
  );
}
