import type { ReactNode } from "react";

/** The tag `<bdi>` of messages: names, reasons and dates keep their own direction in the sentence around them. */
export function bdi(words: ReactNode): ReactNode {
  return <bdi>{words}</bdi>;
}
