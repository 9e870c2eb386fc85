import { CircleCheck, ListOrdered, ReceiptText } from "lucide-react";
import { useTranslations } from "next-intl";
import { OrderExample } from "./order-example.tsx";

const facts = [
  { name: "order", icon: ListOrdered },
  { name: "failed", icon: CircleCheck },
  { name: "lines", icon: ReceiptText },
] as const;

/** What a new visitor reads first: what Purse is. */
export function Headline() {
  const t = useTranslations("signIn.welcome");
  return (
    <div className="grid gap-4">
      <h1 className="font-bold text-[2rem] leading-9.5 sm:text-[2.75rem] sm:leading-12">{t("headline")}</h1>
      <p className="max-w-[60ch] text-ink-2 text-lg">{t("lead")}</p>
    </div>
  );
}

/** The deduction order as an interactive example, and what else Purse promises. */
export function Promises() {
  const t = useTranslations("signIn.welcome");
  return (
    <div className="grid gap-8">
      <OrderExample />
      <ul className="grid gap-5 sm:grid-cols-3">
        {facts.map(({ name, icon: Icon }) => (
          <li key={name} className="grid content-start gap-1.5">
            <Icon aria-hidden className="size-5 text-ink-2" />
            <h2 className="font-semibold">{t(`facts.${name}.title`)}</h2>
            <p className="text-ink-2 text-sm">{t(`facts.${name}.text`)}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
