import { useLocale, useTimeZone } from "next-intl";
import type { Reader } from "#lib/format/dates.ts";

/** The language and the time zone in which this page is read. */
export function useReader(): Reader {
  return { locale: useLocale(), timeZone: useTimeZone() ?? "UTC" };
}
