import type { ComponentProps } from "react";

type Props = ComponentProps<"img"> & { alt: string };

/** A picture as it is: a small file of ours that already has its size, or a user's own, which no optimiser may store. */
export function Picture({ alt, ...props }: Props) {
  // biome-ignore lint/performance/noImgElement: an optimiser would copy users' own pictures, and has nothing to do for ours.
  return <img alt={alt} {...props} />;
}
