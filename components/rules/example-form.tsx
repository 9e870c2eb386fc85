import { useLocale, useTranslations } from "next-intl";
import { type ByKind, kinds } from "#lib/credits/kinds.ts";
import { formatChange, formatCredits } from "#lib/format/credits.ts";
import { KindChip } from "../balance/kind-chip.tsx";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/input.tsx";
import { Label } from "../ui/label.tsx";
import { mostInExample } from "./example-query.ts";
import { useInOrder } from "./use-in-order.ts";

/** An example of the deduction order with numbers to change: a plain GET form, so that it works without JavaScript. */
export function ExampleForm({ had, cost }: { had: ByKind; cost: number }) {
  const t = useTranslations("rules.example");
  const kindName = useTranslations("kinds");
  const locale = useLocale();
  const taken = useInOrder(had, cost);
  const total = kinds.reduce((sum, kind) => sum + had[kind], 0);
  return (
    <form action="/how-credits-work#example" className="grid gap-5">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {kinds.map((kind) => (
          <Field key={kind} name={kind} label={kindName(`${kind}.name`)} least={0} value={had[kind]} />
        ))}
        <Field name="cost" label={t("cost")} least={1} value={cost} />
      </div>
      <div role="status">
        {taken === null ? (
          <p className="font-semibold">
            {t("short", { missing: formatCredits(cost - total, locale), count: cost - total })}
          </p>
        ) : (
          <ol>
            {kinds.map((kind, index) => (
              <li
                key={kind}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t py-2.5 first:border-t-0"
              >
                <span className="w-4 text-ink-2 text-sm">{index + 1}</span>
                <KindChip kind={kind} />
                <span className="ms-auto text-ink-2">
                  {taken[kind] === 0 ? t("none") : formatChange(-taken[kind], locale)}
                </span>
                <span className="min-w-18 text-end font-semibold">
                  {t("left", { amount: formatCredits(had[kind] - taken[kind], locale) })}
                </span>
              </li>
            ))}
          </ol>
        )}
      </div>
      <Button type="submit" variant="outline" className="justify-self-start">
        {t("show")}
      </Button>
    </form>
  );
}

function Field({ name, label, least, value }: { name: string; label: string; least: number; value: number }) {
  return (
    <div className="grid min-w-0 gap-1">
      <Label htmlFor={`example-${name}`}>{label}</Label>
      <Input
        id={`example-${name}`}
        name={name}
        type="number"
        inputMode="numeric"
        min={least}
        max={mostInExample}
        step={1}
        required
        defaultValue={value}
      />
    </div>
  );
}
