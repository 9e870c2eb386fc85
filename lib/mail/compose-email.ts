import "server-only";
import { settings } from "#lib/config/settings.ts";
import type { Email } from "./send-email.ts";

/** The content of an email: paragraphs, a button, and paragraphs below it. */
export interface EmailContent {
  to: string;
  subject: string;
  lines: readonly string[];
  button: { url: string; label: string };
  after: readonly string[];
}

/** An email as text and as HTML, with the configured seller details in the footer. */
export function composeEmail({ to, subject, lines, button, after }: EmailContent): Email {
  const foot = footLines();
  return {
    to,
    subject,
    text: [...lines, button.url, ...after, ...(foot.length > 0 ? ["--", foot.join("\n")] : [])].join("\n\n"),
    html: page(subject, [
      ...lines.map(paragraph),
      `<p style="margin:0 0 24px"><a href="${escapeHtml(button.url)}" style="${buttonStyle}">${escapeHtml(button.label)}</a></p>`,
      ...after.map(paragraph),
      ...foot.map((line) => `<p style="margin:0;font-size:12px;color:#63636c">${escapeHtml(line)}</p>`),
    ]),
  };
}

const buttonStyle =
  "display:inline-block;padding:12px 20px;border-radius:10px;background:#18181b;color:#fafafa;text-decoration:none;font-weight:600";

/** Only configured details appear. */
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
