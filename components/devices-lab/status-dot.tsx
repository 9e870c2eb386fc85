import { cn } from "../ui/cn.ts";

const tones = {
  ok: "bg-ok ring-ok-soft",
  calm: "bg-control ring-soft",
  warning: "bg-warning ring-warning-soft",
};

/** The dot beside the text that says the same. */
export function StatusDot({ tone }: { tone: keyof typeof tones }) {
  return <span aria-hidden data-colour className={cn("size-2 shrink-0 rounded-full ring-3", tones[tone])} />;
}
