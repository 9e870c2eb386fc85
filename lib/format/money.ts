/** Money in minor units of its currency (cents, or whole yen), as "$4.99". */
export function formatMoney({ amount, currency }: { amount: number; currency: string }, locale: string): string {
  const format = moneyFormat(currency, locale);
  return format.format(amount / minorUnits(format)).replace("-", "−");
}

/** What 100 credits of a pack cost, rounded to the currency's minor unit: 500 for $19.99 reads "$4.00". */
export function formatPricePer100(pack: { amount: number; currency: string; credits: number }, locale: string): string {
  return formatMoney({ amount: Math.round((pack.amount * 100) / pack.credits), currency: pack.currency }, locale);
}

function moneyFormat(currency: string, locale: string): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
}

function minorUnits(format: Intl.NumberFormat): number {
  return 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
}
