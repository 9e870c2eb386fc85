import { getRequestConfig } from "next-intl/server";
import messages from "#messages/en.json" with { type: "json" };

/** Texts and formats for one request. English is the only language yet; a cookie chooses when more arrive. */
export default getRequestConfig(async () => ({ locale: "en", messages, timeZone: "UTC" }));
