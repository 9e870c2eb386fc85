import "server-only";
import { createTranslator } from "next-intl";
import { settings } from "#lib/config/settings.ts";
import messages from "#messages/en.json" with { type: "json" };
import type { Letter } from "./send-letter.ts";

/** The letter with a sign-in link, which opens a page that asks once more before it signs in. */
export function signInLetter({ to, url, minutes }: { to: string; url: string; minutes: number }): Letter {
  const t = createTranslator({ locale: "en", messages, namespace: "mail" });
  const lines = [t("greeting"), t("open", { minutes }), t("ignore")];
  const foot = footLines();
  return {
    to,
    subject: t("subject"),
    text: [lines[0], lines[1], url, lines[2], ...(foot.length > 0 ? ["--", foot.join("\n")] : [])].join("\n\n"),
    html: page(t("subject"), [
      ...lines.slice(0, 2).map(paragraph),
      `<p style="margin:0 0 24px"><a href="${escapeHtml(url)}" style="${buttonStyle}">${escapeHtml(t("button"))}</a></p>`,
      paragraph(lines[2] ?? ""),
      ...foot.map((line) => `<p style="margin:0;font-size:12px;color:#63636c">${escapeHtml(line)}</p>`),
    ]),
  };
}

const buttonStyle =
  "display:inline-block;padding:12px 20px;border-radius:10px;background:#18181b;color:#fafafa;text-decoration:none;font-weight:600";

/** Only what is configured is claimed. */
function footLines(): string[] {
  const { sellerName, supportEmail, termsUrl, privacyUrl } = settings();
  return [sellerName, supportEmail, termsUrl, privacyUrl].filter((line) => line !== undefined);
}

function page(title: string, parts: string[]): string {
  const style = "margin:0;padding:32px;background:#fafafa;color:#18181b;font:15px/1.5 system-ui,sans-serif";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head><body style="${style}"><div style="max-width:480px;margin:0 auto">${parts.join("")}</div></body></html>`;
}

function paragraph(text: string): string {
  return `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
