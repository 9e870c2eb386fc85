import type { StoredSession } from "./state.ts";

export type Notice = "declined";

type Showing = { notice?: Notice | undefined; later: string; panel: string };

/** The payment page of an open session. No script: every button is a form post. */
export function renderOpen(session: StoredSession, { notice, later, panel }: Showing): string {
  const amount = moneyOf(session.amount, session.currency);
  const rows = session.lines.map(
    (line) => `<li><span>${escapeHtml(line.name)}</span><span>× ${line.quantity}</span></li>`,
  );
  const declined =
    notice === "declined"
      ? `<p class="notice" role="alert"><strong>Your card was declined.</strong> You weren't charged. Try another way to pay, or go back.</p>`
      : "";
  const paidBy = session.customerEmail ? `<p class="quiet">Receipt to ${escapeHtml(session.customerEmail)}</p>` : "";
  return page(
    `Pay ${amount}`,
    `<p class="quiet">${session.mode === "subscription" ? "Due today" : "Total"}</p>
<h1>${amount}</h1>
${later === "" ? "" : `<p class="quiet">${escapeHtml(later)}</p>`}
<ul>${rows.join("")}</ul>
${paidBy}
${declined}
<form method="post">
<button class="main" name="button" value="pay">${session.mode === "subscription" ? "Subscribe" : "Pay"}</button>
<button name="button" value="pay-later">Pay later by bank</button>
<button name="button" value="decline">Decline</button>
<button class="plain" name="button" value="back">Back</button>
</form>
<dl class="quiet">
<dt>${session.mode === "subscription" ? "Subscribe" : "Pay"}</dt><dd>A card that works.</dd>
<dt>Pay later by bank</dt><dd>A bank debit: the money arrives some seconds after you return.</dd>
<dt>Decline</dt><dd>A card that is refused.</dd>
<dt>Back</dt><dd>Returns without paying.</dd>
</dl>
${panel}`,
  );
}

/** What the page says once there is nothing to pay. */
export function renderClosed(why: "complete" | "expired" | "open" | "unknown", onward: string | null): string {
  const words = {
    complete: ["This payment is complete", "There is nothing more to pay here."],
    expired: ["This page has expired", "You weren't charged. Start again from the store."],
    open: ["This page is open", "You can still pay."],
    unknown: ["No such payment", "The address names no payment that this fake Stripe knows."],
  }[why];
  const [title = "", text = ""] = words;
  const link = onward ? `<p><a href="${escapeHtml(onward)}">Return to the store</a></p>` : "";
  return page(title, `<h1>${title}</h1>\n<p>${text}</p>\n${link}`);
}

/** A whole page. `what` says what of Stripe it stands for. */
export function page(
  title: string,
  content: string,
  what = "A fake Stripe Checkout: no card, no bank, no money moves.",
) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title} · Demo payment</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<header><p><strong>Demo.</strong> ${what}</p></header>
<main>
${content}
</main>
</body>
</html>
`;
}

/** An amount of money, as people read it. */
export function moneyOf(amount: number, currency: string) {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

/** A day, as people read it. */
export function dayInWords(at: number) {
  const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  return format.format(at * 1000);
}

/** A text that stands in a page as it is. */
export function escapeHtml(text: string) {
  const names: { [mark: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replaceAll(/[&<>"']/g, (mark) => names[mark] ?? mark);
}

/** Served as a file of its own, so that a strict content policy lets it in. */
export const style = `:root { color-scheme: light dark; --page: #fafafa; --card: #fff; --ink: #18181b; --quiet: #52525b; --line: #e4e4e7; --main: #18181b; --on-main: #fff; --error: #b91c1c; }
@media (prefers-color-scheme: dark) { :root { --page: #0b0b0d; --card: #131316; --ink: #f4f4f5; --quiet: #b4b4bd; --line: #27272c; --main: #f4f4f5; --on-main: #18181b; --error: #f87171; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header p { margin: 0; padding: 10px 16px; text-align: center; font-size: 14px; border-bottom: 1px solid var(--line); }
main { max-width: 420px; margin: 32px auto; padding: 24px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
h2 { margin: 24px 0 8px; font-size: 18px; }
h1 { margin: 0 0 16px; font-size: 32px; line-height: 1.2; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
ul { list-style: none; margin: 0 0 16px; padding: 12px 0; border-block: 1px solid var(--line); }
li { display: flex; justify-content: space-between; gap: 16px; }
p { margin: 0 0 8px; }
.quiet { color: var(--quiet); font-size: 14px; }
.panel { margin-top: 24px; padding-top: 8px; border-top: 1px dashed var(--line); }
select, input { font: inherit; min-height: 44px; max-width: 100%; }
input { color: var(--ink); background: transparent; border: 1px solid var(--quiet); border-radius: 8px; padding: 0 12px; }
label { font-size: 14px; color: var(--quiet); }
.notice { color: var(--error); border: 1px solid currentColor; border-radius: 8px; padding: 10px 12px; }
form { display: grid; gap: 8px; margin: 16px 0; }
button { min-height: 44px; font: inherit; font-weight: 550; color: var(--ink); background: transparent; border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
button.main { color: var(--on-main); background: var(--main); border-color: var(--main); }
button.plain { border-color: transparent; text-decoration: underline; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
a { color: inherit; }
dl { margin: 0; display: grid; grid-template-columns: auto 1fr; gap: 4px 12px; }
dt { font-weight: 550; } dd { margin: 0; }
@media (max-width: 480px) { main { margin: 0; border-inline: 0; border-radius: 0; } }
`;
