import { answerInvoicePage } from "./invoices/invoice-page.ts";
import { answerPaymentPage } from "./payment-page.ts";
import { answerPortal } from "./portal/portal-page.ts";
import { answerReceiptPage } from "./receipt-page.ts";
import { style } from "./render-page.ts";
import { send, type Visit } from "./send-page.ts";

const pages = new Map([
  ["pay", answerPaymentPage],
  ["portal", answerPortal],
  ["invoice", answerInvoicePage],
  ["receipt", answerReceiptPage],
]);

/** Answers a page that people see: payment, portal, invoice and receipt. False when the address is none of them. */
export function answerPage(visit: Omit<Visit, "id">, path: string): boolean {
  const [, section = "", id = "", ...more] = path.split("/");
  const answer = pages.get(section);
  if (!answer || more.length > 0) return false;
  if (id === "style.css") send(visit.response, 200, style, "text/css; charset=utf-8");
  else answer({ ...visit, id });
  return true;
}
