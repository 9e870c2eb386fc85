import { useTranslations } from "next-intl";
import { calendarUnits } from "#lib/format/calendar.ts";
import { zoneName } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Input, NativeSelect } from "../ui/input.tsx";
import { Label } from "../ui/label.tsx";
import { groups, spans, type UsageQuery } from "./usage-query.ts";

/** What the page shows. A plain GET form, so that a view has an address, and works without JavaScript. */
export function UsageForm({ query }: { query: UsageQuery }) {
  const t = useTranslations("usage.form");
  const { timeZone } = useReader();
  const units = ["", ...calendarUnits] as const;
  return (
    <Card aria-label={t("title")}>
      <form
        action="/profile/credits/usage"
        className="grid items-end gap-x-4 gap-y-3 px-5 py-4 sm:grid-cols-2 sm:px-6 lg:grid-cols-[repeat(3,minmax(0,1fr))_minmax(0,1.8fr)_auto]"
      >
        <Choice
          name="span"
          label={t("span")}
          chosen={query.span}
          choices={spans.map((value) => ({ value, word: t(`spans.${value}`) }))}
        />
        <Choice
          name="by"
          label={t("unit")}
          chosen={query.unit ?? ""}
          choices={units.map((value) => ({ value, word: t(`units.${value === "" ? "auto" : value}`) }))}
        />
        <Choice
          name="group"
          label={t("group")}
          chosen={query.group}
          choices={groups.map((value) => ({ value, word: t(`groups.${value}`) }))}
        />
        <fieldset className="grid min-w-0 gap-x-3 sm:col-span-2 sm:grid-cols-2 lg:col-span-1">
          <legend className="mb-1 font-medium text-ink-2 text-sm">{t("dates", { zone: zoneName(timeZone) })}</legend>
          <Input name="from" type="date" aria-label={t("from")} defaultValue={query.from ?? ""} />
          <Input name="to" type="date" aria-label={t("to")} defaultValue={query.to ?? ""} className="max-sm:mt-2" />
        </fieldset>
        <Button type="submit">{t("show")}</Button>
      </form>
    </Card>
  );
}

function Choice(props: { name: string; label: string; chosen: string; choices: { value: string; word: string }[] }) {
  return (
    <div className="grid min-w-0 gap-1">
      <Label htmlFor={props.name}>{props.label}</Label>
      <NativeSelect id={props.name} name={props.name} defaultValue={props.chosen}>
        {props.choices.map(({ value, word }) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}
