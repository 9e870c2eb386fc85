"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "../ui/button.tsx";
import type { ButtonLook } from "../ui/button-variants.ts";

/** The submit button of a form: it shows that it waits, and keeps the focus, while the form is being sent. */
export function SubmitButton({
  children,
  waiting,
  ...look
}: ButtonLook & { children: ReactNode; waiting?: ReactNode; className?: string }) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" disabled={pending} focusableWhenDisabled {...look}>
      <span key={pending && waiting ? "waiting" : "send"}>{pending && waiting ? waiting : children}</span>
    </Button>
  );
}
