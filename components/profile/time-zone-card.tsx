import { useTimeZone, useTranslations } from "next-intl";
import { zoneName } from "#lib/format/dates.ts";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { SubmitButton } from "../sign-in/submit-button.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "../ui/card.tsx";
import { NativeSelect } from "../ui/input.tsx";
import { Label } from "../ui/label.tsx";

/** The time zone in which the user sees dates. */
export function TimeZoneCard({ zones, saved, save }: { zones: readonly string[]; saved: boolean; save: FormAction }) {
  const t = useTranslations("profile.zone");
  const timeZone = useTimeZone() ?? "UTC";
  return (
    <Card id="time-zone">
      <CardHeader>
        <div className="grid gap-0.5">
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{t("text")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        <form action={save} className="flex flex-wrap items-end gap-3">
          <div className="grid min-w-0 grow gap-1.5 sm:max-w-80">
            <Label htmlFor="zone">{t("label")}</Label>
            <NativeSelect key={timeZone} id="zone" name="zone" defaultValue={timeZone} autoComplete="off">
              {(zones.includes(timeZone) ? zones : [timeZone, ...zones]).map((zone) => (
                <option key={zone} value={zone}>
                  {zone.replaceAll("_", " ")}
                </option>
              ))}
            </NativeSelect>
          </div>
          <SubmitButton variant="outline">{t("save")}</SubmitButton>
        </form>
        <p role="status" className="mt-2 text-ink-2 text-sm empty:hidden">
          {saved ? t("saved", { zone: zoneName(timeZone) }) : null}
        </p>
      </CardContent>
    </Card>
  );
}
