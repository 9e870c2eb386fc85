/** The position of a kind in the deduction order; hidden from screen readers, as the list itself counts. */
export function OrderNumber({ place }: { place: number }) {
  return (
    <span
      aria-hidden
      className="grid size-5 shrink-0 place-items-center rounded-[5px] border border-line-strong text-ink-2 text-xs"
    >
      {place}
    </span>
  );
}
