import { formatMoney } from "#lib/format/money.ts";
import type { PackEntry, PlanPriceEntry } from "./catalogue-file.ts";
import type { CatalogueChange } from "./compare-catalogue.ts";

/** A change as a line of a diff: + added, ~ changed, - removed. */
export function describeChange(change: CatalogueChange): string {
  switch (change.type) {
    case "add-feature": {
      const { slug, name, costPerUnit, unit, platforms } = change.feature;
      const places = Object.entries(platforms).map(([platform, place]) => `${platform} ${place}`);
      return `+ feature ${slug} "${name}": ${costPerUnit} per ${unit}, ${places.join(", ")}`;
    }
    case "edit-text":
      return `~ feature ${change.slug}: ${change.field} "${change.before}" → "${change.after}"`;
    case "set-price":
      return change.before === null
        ? `+ feature ${change.slug}: offered again for ${change.after}`
        : `~ feature ${change.slug}: price ${change.before} → ${change.after}`;
    case "set-place":
      return `~ feature ${change.slug}: ${change.platform} ${change.before} → ${change.after}`;
    case "retire-feature":
      return `- feature ${change.slug}: retired`;
    case "order-features":
      return `~ order of features: ${change.slugs.join(", ")}`;
    case "set-pack":
      return change.before === null
        ? `+ pack ${change.pack.slug}: ${describePack(change.pack)}`
        : `~ pack ${change.pack.slug}: ${describePack(change.before)} → ${describePack(change.pack)}`;
    case "withdraw-pack":
      return `- pack ${change.pack.slug}: withdrawn`;
    case "add-plan":
      return `+ plan ${change.plan.slug} "${change.plan.name}"`;
    case "edit-plan":
      return `~ plan ${change.slug}: ${change.field} "${change.before}" → "${change.after}"`;
    case "set-plan-price":
      return change.before === null
        ? `+ plan ${change.plan}: ${describePlanPrice(change.price)}`
        : `~ plan ${change.plan}: ${describePlanPrice(change.before)} → ${describePlanPrice(change.price)}`;
    case "retire-plan-price":
      return `- plan ${change.plan}: no longer sold by the ${change.price.interval} in ${change.price.currency}`;
    case "order-plans":
      return `~ order of plans: ${change.slugs.join(", ")}`;
  }
}

/** A pack in words: "100 credits for $4.99, never expire". */
export function describePack({ credits, amountCents, currency, validDays }: Omit<PackEntry, "slug">): string {
  const price = formatMoney({ amount: amountCents, currency }, "en");
  return `${credits} credits for ${price}, ${validDays === null ? "never expire" : `valid ${validDays} days`}`;
}

/** A plan's price in words: "$9.99 a month, 1,200 credits a month, 7 days of trial with 20 credits". */
export function describePlanPrice(price: PlanPriceEntry): string {
  const { amountCents, currency, interval, creditsPerMonth, trialDays, trialCredits } = price;
  const costs = `${formatMoney({ amount: amountCents, currency }, "en")} a ${interval}`;
  const trial = trialDays === 0 ? "" : `, ${trialDays} days of trial with ${trialCredits} credits`;
  return `${costs}, ${creditsPerMonth.toLocaleString("en")} credits a month${trial}`;
}
