import "server-only";
import { createTranslator } from "next-intl";
import { messages } from "#lib/i18n/messages.ts";
import { composeEmail } from "./compose-email.ts";
import type { Email } from "./send-email.ts";

/** The email with a sign-in link, which opens a page that asks for confirmation before it signs in. */
export function signInEmail({ to, url, minutes }: { to: string; url: string; minutes: number }): Email {
  const t = createTranslator({ locale: "en", messages, namespace: "emails.signIn" });
  return composeEmail({
    to,
    subject: t("subject"),
    lines: [t("greeting"), t("open", { minutes })],
    button: { url, label: t("button") },
    after: [t("ignore")],
  });
}
