import "server-only";
import { createTranslator } from "next-intl";
import messages from "#messages/en.json" with { type: "json" };
import { composeLetter } from "./compose-email.ts";
import type { Letter } from "./send-email.ts";

/** The letter with a sign-in link, which opens a page that asks once more before it signs in. */
export function signInLetter({ to, url, minutes }: { to: string; url: string; minutes: number }): Letter {
  const t = createTranslator({ locale: "en", messages, namespace: "mail" });
  return composeLetter({
    to,
    subject: t("subject"),
    lines: [t("greeting"), t("open", { minutes })],
    button: { url, label: t("button") },
    after: [t("ignore")],
  });
}
