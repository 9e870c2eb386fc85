/** The label of one offer to choose: a row on phones, a card elsewhere; the chosen one has a ring. */
export const choiceLook = [
  "relative flex min-h-16 items-center gap-3 rounded-xl border border-line bg-card px-4 py-3 shadow-card transition-colors",
  "sm:flex-col sm:items-stretch sm:gap-0 sm:p-5 hover:border-control",
  "has-checked:border-ink has-checked:ring-1 has-checked:ring-ink",
  "has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
].join(" ");

/** The radio button in it, which only phones and forced colours show. */
export const choiceInputLook = [
  "size-5 shrink-0 accent-ink outline-none forced-colors:sm:mb-2 forced-colors:sm:self-start",
  "sm:not-forced-colors:absolute sm:not-forced-colors:size-px sm:not-forced-colors:opacity-0",
].join(" ");
