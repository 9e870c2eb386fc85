// Full class names, so that Tailwind finds them: what belongs to the n-th offer shows when that offer is chosen. This is
// CSS and not a script, so that the summary is right without JavaScript as well.
const classes = [
  "hidden group-has-[[data-offer='0']:checked]/store:block",
  "hidden group-has-[[data-offer='1']:checked]/store:block",
  "hidden group-has-[[data-offer='2']:checked]/store:block",
  "hidden group-has-[[data-offer='3']:checked]/store:block",
  "hidden group-has-[[data-offer='4']:checked]/store:block",
  "hidden group-has-[[data-offer='5']:checked]/store:block",
  "hidden group-has-[[data-offer='6']:checked]/store:block",
  "hidden group-has-[[data-offer='7']:checked]/store:block",
];

/** How many packs, or plans, a page of the store can show. */
export const mostOffers = classes.length;

/** The class that shows an element only while the n-th pack or plan is chosen. */
export function shownWhenChosen(position: number): string {
  return classes[position] ?? "hidden";
}
