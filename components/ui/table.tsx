import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** A table; wide ones scroll inside, so that the page never scrolls sideways. */
export function Table({ className, ...props }: ComponentProps<"table">) {
  return <table data-slot="table" className={cn("w-full border-collapse text-start", className)} {...props} />;
}

export function TableHead({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      data-slot="table-head"
      className={cn(
        "px-3 py-2.5 text-start font-medium text-ink-2 text-sm first:ps-5 last:pe-5 sm:first:ps-6 sm:last:pe-6",
        className,
      )}
      {...props}
    />
  );
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr data-slot="table-row" className={cn("border-line border-t", className)} {...props} />;
}

export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return (
    <td
      data-slot="table-cell"
      className={cn("px-3 py-3 align-middle first:ps-5 last:pe-5 sm:first:ps-6 sm:last:pe-6", className)}
      {...props}
    />
  );
}
