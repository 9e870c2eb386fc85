import "server-only";
import { createTranslator } from "next-intl";
import { formatInstant } from "#lib/format/dates.ts";
import { messages } from "#lib/i18n/messages.ts";
import { composeEmail } from "./compose-email.ts";
import type { Email } from "./send-email.ts";

/** The details of a device that was signed in. */
export interface DeviceNews {
  to: string;
  platform: "desktop" | "mobile";
  /** Empty when the app named none. */
  version: string;
  address: string;
  at: Date;
  /** The page that signs it out. */
  url: string;
}

/** The email sent after a device was signed in, with a link to a page that signs it out. */
export function deviceEmail({ to, platform, version, address, at, url }: DeviceNews): Email {
  const t = createTranslator({ locale: "en", messages, namespace: "emails.device" });
  const names = createTranslator({ locale: "en", messages, namespace: "device.names" });
  const device = names(platform, { version: version || "none" });
  return composeEmail({
    to,
    subject: t("subject", { device }),
    lines: [
      t("greeting"),
      t("text", { device }),
      t("when", { at: formatInstant(at, at, { locale: "en", timeZone: "UTC" }), address }),
      t("wasItYou"),
    ],
    button: { url, label: t("button") },
    after: [t("after")],
  });
}
