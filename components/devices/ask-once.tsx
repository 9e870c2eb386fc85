import { AccountField } from "../balance/account-field.tsx";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { SubmitButton } from "../sign-in/submit-button.tsx";
import { buttonVariants } from "../ui/button-variants.ts";

interface AskOnceProps {
  words: string;
  /** What happens, before it does. */
  warning: string;
  /** The words of the button that does it. */
  confirm: string;
  action: FormAction;
}

/** A button that cannot be taken back: it opens the question, whose button does it. It works without JavaScript. */
export function AskOnce({ words, warning, confirm, action }: AskOnceProps) {
  return (
    <details className="group max-w-prose open:w-full">
      <summary
        className={buttonVariants({ variant: "outline", className: "list-none [&::-webkit-details-marker]:hidden" })}
      >
        {words}
      </summary>
      <form action={action} className="mt-3 grid justify-items-start gap-3 rounded-xl border border-line bg-card p-4">
        <AccountField />
        <p>{warning}</p>
        <SubmitButton variant="danger">{confirm}</SubmitButton>
      </form>
    </details>
  );
}
