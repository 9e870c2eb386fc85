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
import { type HistoryQuery, happeningNames, isFiltered, longestSearch, usePlaces } from "./filter.ts";

/** The filters of the history. A plain GET form, so that a filtered view has a URL that can be saved and shared. */
export function FilterForm({
  query,
  features,
  open,
}: {
  query: HistoryQuery;
  features: readonly { slug: string; name: string }[];
  /** Whether it shows its fields at once. */
  open: boolean;
}) {
  const t = useTranslations("history.filters");
  const kindName = useTranslations("kinds");
  const placeName = useTranslations("usage.platforms");
  const { timeZone } = useReader();
  return (
    <Card aria-label={t("title")}>
      <details className="group" open={open}>
        <summary className="flex h-12 list-none items-center gap-2.5 rounded-xl px-5 font-semibold sm:px-6 [&::-webkit-details-marker]:hidden">
          <SlidersHorizontal aria-hidden className="size-4" />
          {t("title")}
        </summary>
        <form
          action="/profile/credits/history"
          className="grid gap-x-6 gap-y-4 border-line border-t px-5 py-4 sm:grid-cols-2 sm:px-6 lg:grid-cols-4"
        >
          {query.lines === "all" ? <input type="hidden" name="lines" value="all" /> : null}
          {query.span ? <input type="hidden" name="span" value={query.span} /> : null}
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
            <Label htmlFor="q">{t("search")}</Label>
            <Input id="q" name="q" type="search" maxLength={longestSearch} defaultValue={query.search ?? ""} />
            <Choice
              name="feature"
              label={t("feature")}
              chosen={query.feature}
              any={t("anyFeature")}
              choices={features.map(({ slug, name }) => ({ value: slug, word: name }))}
            />
            <Choice
              name="platform"
              label={t("platform")}
              chosen={query.platform}
              any={t("anyPlatform")}
              choices={usePlaces.map((value) => ({ value, word: placeName(value) }))}
            />
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

function Choice(props: {
  name: string;
  label: string;
  chosen: string | null;
  any: string;
  choices: { value: string; word: string }[];
}) {
  return (
    <>
      <Label htmlFor={props.name}>{props.label}</Label>
      <NativeSelect id={props.name} name={props.name} defaultValue={props.chosen ?? ""}>
        <option value="">{props.any}</option>
        {props.choices.map(({ value, word }) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </NativeSelect>
    </>
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
