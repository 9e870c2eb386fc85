import type { ReactNode } from "react";

/** A page that could not be shown: what happened, what it means, what the user can do. */
export function PageTrouble({ title, words, children }: { title: string; words: string; children: ReactNode }) {
  return (
    <div className="mx-auto grid max-w-lg justify-items-start gap-3 py-10 sm:py-16">
      <h1 className="font-bold text-xl">{title}</h1>
      <p className="text-ink-2">{words}</p>
      <div className="mt-3 flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
