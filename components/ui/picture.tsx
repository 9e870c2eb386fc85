import type { ComponentProps } from "react";

type Props = ComponentProps<"img"> & { alt: string };

/** A picture as it is: a small file of our own that is in its size already, or somebody's own, which no optimiser may keep. */
export function Picture({ alt, ...props }: Props) {
  // biome-ignore lint/performance/noImgElement: an optimiser would copy what is somebody's own, and has nothing to do for ours.
  return <img alt={alt} {...props} />;
}
