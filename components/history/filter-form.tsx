import { SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { kinds } from "#lib/credits/kinds.ts";
import { zoneName } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { Button } from "../ui/button.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card } from "../ui/card.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Input, NativeSelect } from "../ui/input.tsx";
import { Label } from "../ui/label.tsx";
import { type HistoryQuery, happeningNames, isFiltered } from "./filter.ts";

/** The filters of the history. A plain GET form, so that a filtered view has a URL that can be saved and shared. */
export function FilterForm({
  query,
  features,
}: {
  query: HistoryQuery;
  features: readonly { slug: string; name: string }[];
}) {
  const t = useTranslations("history.filters");
  const kindName = useTranslations("kinds");
  const { timeZone } = useReader();
  return (
    <Card aria-label={t("title")}>
      <details className="group">
        <summary className="flex h-12 list-none items-center gap-2.5 rounded-xl px-5 font-semibold sm:px-6 [&::-webkit-details-marker]:hidden">
          <SlidersHorizontal aria-hidden className="size-4" />
          {t("title")}
        </summary>
        <form
          action="/profile/credits/history"
          className="grid gap-x-6 gap-y-4 border-line border-t px-5 py-4 sm:grid-cols-2 sm:px-6 lg:grid-cols-4"
        >
          {query.lines === "all" ? <input type="hidden" name="lines" value="all" /> : null}
          <Choices
            name="type"
            legend={t("type")}
            chosen={query.types}
            choices={happeningNames.map((name) => ({ value: name, word: t(`types.${name}`) }))}
          />
          <Choices
            name="kind"
            legend={t("kind")}
            chosen={query.kinds}
            choices={kinds.map((kind) => ({ value: kind, word: kindName(`${kind}.name`) }))}
          />
          <fieldset className="grid content-start gap-2">
            <legend className="mb-2 font-medium text-ink-2 text-sm">{t("dates", { zone: zoneName(timeZone) })}</legend>
            <DateField name="from" label={t("from")} value={query.from} />
            <DateField name="to" label={t("to")} value={query.to} />
          </fieldset>
          <div className="grid content-start gap-2">
            <Label htmlFor="feature">{t("feature")}</Label>
            <NativeSelect id="feature" name="feature" defaultValue={query.feature ?? ""}>
              <option value="">{t("anyFeature")}</option>
              {features.map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          </div>
          <div className="flex gap-2 sm:col-span-full">
            <Button type="submit">{t("show")}</Button>
            {isFiltered(query) ? (
              <Link href="/profile/credits/history" className={buttonVariants({ variant: "ghost" })}>
                {t("clear")}
              </Link>
            ) : null}
          </div>
        </form>
      </details>
    </Card>
  );
}

function Choices(props: {
  name: string;
  legend: string;
  chosen: readonly string[];
  choices: { value: string; word: string }[];
}) {
  return (
    <fieldset className="flex flex-wrap content-start gap-x-5 sm:grid">
      <legend className="mb-1 font-medium text-ink-2 text-sm">{props.legend}</legend>
      {props.choices.map(({ value, word }) => (
        <div key={value} className="flex items-center">
          <Checkbox
            id={`${props.name}-${value}`}
            name={props.name}
            value={value}
            defaultChecked={props.chosen.includes(value)}
          />
          <label
            htmlFor={`${props.name}-${value}`}
            className="flex min-h-8 grow items-center ps-2.5 pointer-coarse:min-h-11"
          >
            {word}
          </label>
        </div>
      ))}
    </fieldset>
  );
}

function DateField({ name, label, value }: { name: string; label: string; value: string | null }) {
  return (
    <div className="grid grid-cols-[3rem_1fr] items-center gap-2">
      <Label htmlFor={name}>{label}</Label>
      <Input id={name} name={name} type="date" defaultValue={value ?? ""} />
    </div>
  );
}
