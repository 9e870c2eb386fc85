const minus = "−";

/** Whole credits with grouping: 1432 reads "1,432"; a number below zero carries the true minus sign (U+2212). */
export function formatCredits(credits: number, locale: string): string {
  return withTrueMinus(new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(credits));
}

/** A change of a balance with its sign: "+500", "−25"; no sign before 0. */
export function formatChange(credits: number, locale: string): string {
  return withTrueMinus(
    new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: "exceptZero" }).format(credits),
  );
}

function withTrueMinus(text: string): string {
  return text.replace("-", minus);
}
