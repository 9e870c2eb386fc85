import { cn } from "../ui/cn.ts";

/** The logo of the product: the three kinds around one opening. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("shrink-0 overflow-hidden rounded-[29%]", className)}>
      <path d="M16 16 3 -6H-16v54h32z" className="fill-subscription" />
      <path d="M16 16 3 -6h25z" className="fill-activity" />
      <path d="M16 16 28 -6h20v54H16z" className="fill-purchased" />
      <rect x="9.5" y="9.5" width="13" height="13" rx="4.5" className="fill-page" />
    </svg>
  );
}
