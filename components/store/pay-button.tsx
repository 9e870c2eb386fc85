"use client";

import { ArrowRight, LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "../ui/button.tsx";

/** Sends the order; shows that it waits, and ignores a second press meanwhile. */
export function PayButton({ children }: { children: ReactNode }) {
  const t = useTranslations("store");
  const { pending } = useFormStatus();
  return (
    <Button type="submit" size="lg" disabled={pending} focusableWhenDisabled className="w-full lg:w-auto">
      <span key={pending ? "opening" : "pay"}>{pending ? t("opening") : children}</span>
      {pending ? (
        <LoaderCircle aria-hidden className="animate-spin" />
      ) : (
        <ArrowRight aria-hidden className="rtl:rotate-180" />
      )}
    </Button>
  );
}
