// Full class names, so that Tailwind finds them: what belongs to the n-th pack shows when that pack is chosen. This is
// CSS and not a script, so that the summary is right without JavaScript as well.
const classes = [
  "hidden group-has-[[data-pack='0']:checked]/store:block",
  "hidden group-has-[[data-pack='1']:checked]/store:block",
  "hidden group-has-[[data-pack='2']:checked]/store:block",
  "hidden group-has-[[data-pack='3']:checked]/store:block",
  "hidden group-has-[[data-pack='4']:checked]/store:block",
  "hidden group-has-[[data-pack='5']:checked]/store:block",
  "hidden group-has-[[data-pack='6']:checked]/store:block",
  "hidden group-has-[[data-pack='7']:checked]/store:block",
];

/** How many packs a page of the store can show. */
export const mostOffers = classes.length;

/** The class that shows an element only while the n-th pack is chosen. */
export function shownWhenChosen(position: number): string {
  return classes[position] ?? "hidden";
}
