import { cva, type VariantProps } from "class-variance-authority";

/** The styles of a button, also for links that look like one. */
export const buttonVariants = cva(
  [
    "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-lg font-semibold transition-colors",
    "disabled:pointer-events-none disabled:opacity-55 aria-disabled:pointer-events-none aria-disabled:opacity-55",
    "[&_svg]:size-4 [&_svg]:shrink-0",
    "forced-colors:border forced-colors:disabled:text-[GrayText] forced-colors:aria-disabled:text-[GrayText]",
  ],
  {
    variants: {
      variant: {
        primary: [
          "bg-primary text-on-primary hover:bg-primary-hover",
          "forced-colors:bg-[Highlight] forced-colors:text-[HighlightText] forced-colors:forced-color-adjust-none",
        ],
        outline: "border border-line-strong bg-card text-ink hover:bg-soft",
        ghost: "text-ink-2 hover:bg-soft hover:text-ink",
        link: "forced-colors:border-0! h-auto! rounded-sm! p-0! text-ink underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:min-h-11",
        danger: "bg-error text-page hover:opacity-90",
      },
      size: {
        // 44 px on touch, 40 px with a mouse.
        md: "h-10 px-4 text-base pointer-coarse:h-11",
        sm: "h-8 px-3 text-sm pointer-coarse:h-11",
        lg: "h-11 px-6 text-[0.9375rem]",
        icon: "size-10 pointer-coarse:size-11",
        none: "",
      },
    },
    defaultVariants: { variant: "primary", size: "md" },
  },
);

export type ButtonLook = VariantProps<typeof buttonVariants>;
