import { cn } from "#components/ui/cn.ts";
import { type ByKind, kinds } from "#lib/credits/kinds.ts";
import { kindLook } from "./kind-look.ts";

/** The shares of the kinds in deduction order. Hidden from screen readers: the list beside it says the same. */
export function KindBar({ byKind, className }: { byKind: ByKind; className?: string }) {
  const present = kinds.filter((kind) => byKind[kind] > 0);
  return (
    <div
      aria-hidden
      data-slot="kind-bar"
      className={cn("flex h-3 gap-[3px] overflow-hidden rounded-full empty:bg-soft forced-colors:border", className)}
    >
      {present.map((kind) => (
        <div
          key={kind}
          data-colour
          className={cn("min-w-1.5 basis-0 rounded-[2px] first:rounded-s-full last:rounded-e-full", kindLook[kind].bar)}
          style={{ flexGrow: byKind[kind] }}
        />
      ))}
    </div>
  );
}
