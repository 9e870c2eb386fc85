"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "../ui/button.tsx";
import type { ButtonLook } from "../ui/button-variants.ts";

/** The button of a form: it waits, with the focus on it, while the form is on its way. */
export function SubmitButton({
  children,
  waiting,
  ...look
}: ButtonLook & { children: ReactNode; waiting?: ReactNode; className?: string }) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" disabled={pending} focusableWhenDisabled {...look}>
      {pending && waiting ? waiting : children}
    </Button>
  );
}
