"use client";

import { useEffect, useRef, useState } from "react";
import { type Attempt, type Choice, continueAttempt } from "./attempt.ts";
import { keep, readKept } from "./kept-choice.ts";

type Words = NonNullable<Choice["words"]>;

/** What the user chose for a tool, kept across a visit to the store, and the key of its open attempt. */
export function useChoice(
  tool: string,
  {
    template,
    samples,
    brought,
    prompts,
  }: { template: string | null; samples: readonly string[]; brought: string | null; prompts: boolean },
) {
  const own = samples.find((name) => name === brought);
  const [photo, setPhoto] = useState<Choice["photo"]>(own ? { kind: "sample", name: own } : null);
  const [words, setWords] = useState<Words>({ template: template ?? "", headline: "", detail: "", watermark: true });
  const [prompt, setPrompt] = useState("");
  const [units, setUnits] = useState(1);
  const attempt = useRef<Attempt | null>(null);
  const restored = useRef(false);
  const choice: Choice = { photo, words: template === null ? null : words, prompt: prompts ? prompt : null, units };

  useEffect(() => {
    if (restored.current) return;
    restored.current = true;
    const kept = readKept(tool);
    attempt.current = kept?.attempt ?? null;
    const sample = samples.find((name) => name === kept?.sample);
    if (sample && !own) setPhoto({ kind: "sample", name: sample });
    if (kept?.words) setWords(kept.words);
    if (kept?.prompt) setPrompt(kept.prompt);
    if (kept) setUnits(kept.units);
  }, [tool, samples, own]);

  function keepAttempt(next: Attempt | null) {
    attempt.current = next;
    keep(tool, choice, next);
  }

  return {
    choice,
    setWords,
    setPrompt,
    setUnits,
    choosePhoto(next: Choice["photo"]) {
      if (photo?.kind === "file") URL.revokeObjectURL(photo.url);
      setPhoto(next);
    },
    /** Stores the choice before the user is asked or leaves for the store. */
    remember: () => keep(tool, choice, attempt.current),
    /** The attempt for this choice, stored before anything is sent: same key and quote until the response arrives. */
    openAttempt(quote: string | null): Attempt {
      const open = continueAttempt(attempt.current, choice);
      const next = { ...open, quote: open.quote ?? quote };
      keepAttempt(next);
      return next;
    },
    /** A refused request leaves its key unused: the key is sent with the next quote. */
    forgetQuote() {
      if (attempt.current) keepAttempt({ ...attempt.current, quote: null });
    },
    /** The next run of the same choice is a new request. */
    closeAttempt: () => keepAttempt(null),
  };
}
