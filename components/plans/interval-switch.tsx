import { useTranslations } from "next-intl";
import { type Interval, needSwitch, type ShownPlan, yearSaves } from "./plan-offer.ts";

const choice = [
  "relative grid h-9 cursor-pointer place-items-center rounded-md border border-transparent px-4 font-semibold text-ink-2 pointer-coarse:h-11",
  "has-checked:border-line-strong has-checked:bg-card has-checked:text-ink forced-colors:has-checked:border-2 hover:text-ink",
  "has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
].join(" ");

/** Switches all plans of the group `plans` between paying by the month and by the year. */
export function IntervalSwitch({ plans, chosen }: { plans: readonly ShownPlan[]; chosen: Interval }) {
  const t = useTranslations("plans");
  if (!needSwitch(plans)) return <input type="hidden" name="interval" value="month" />;
  const saves = Math.max(...plans.map(yearSaves));
  return (
    <fieldset className="flex w-fit max-w-full flex-wrap rounded-lg bg-soft p-1 forced-colors:border">
      <legend className="sr-only">{t("interval")}</legend>
      {(["month", "year"] as const).map((interval) => (
        <label key={interval} className={choice}>
          <input
            type="radio"
            name="interval"
            value={interval}
            defaultChecked={interval === chosen}
            data-interval={interval}
            className="absolute inset-0 size-full cursor-pointer opacity-0"
          />
          <span>
            {t(`by.${interval}`)}
            {interval === "year" && saves > 0 ? (
              <span className="ms-1.5 font-medium text-ok text-sm">{t("saves", { percent: saves })}</span>
            ) : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
