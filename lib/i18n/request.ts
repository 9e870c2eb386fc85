import { cookies } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { isTimeZone } from "#lib/format/dates.ts";
import { messages } from "#lib/i18n/messages.ts";

/**
 * Texts and formats for one request. English is the only language so far; the cookie `tz` has the reader's time zone.
 */
export default getRequestConfig(async () => {
  const timeZone = (await cookies()).get("tz")?.value ?? "";
  return { locale: "en", messages, timeZone: isTimeZone(timeZone) ? timeZone : "UTC", now: new Date() };
});
