"use client";

import { useEffect, useRef, useState } from "react";
import { type Attempt, type Choice, continueAttempt } from "./attempt.ts";
import { keep, readKept } from "./kept-choice.ts";

type Words = NonNullable<Choice["words"]>;

/** What a person chose for a tool, kept over the way to the store and back, and the key of the try that is open for it. */
export function useChoice(
  tool: string,
  { template, samples }: { template: string | null; samples: readonly string[] },
) {
  const [photo, setPhoto] = useState<Choice["photo"]>(null);
  const [words, setWords] = useState<Words>({ template: template ?? "", headline: "", detail: "", watermark: true });
  const attempt = useRef<Attempt | null>(null);
  const restored = useRef(false);
  const choice: Choice = { photo, words: template === null ? null : words };

  useEffect(() => {
    if (restored.current) return;
    restored.current = true;
    const kept = readKept(tool);
    attempt.current = kept?.attempt ?? null;
    const sample = samples.find((name) => name === kept?.sample);
    if (sample) setPhoto({ kind: "sample", name: sample });
    if (kept?.words) setWords(kept.words);
  }, [tool, samples]);

  return {
    choice,
    words,
    setWords,
    choosePhoto(next: Choice["photo"]) {
      if (photo?.kind === "file") URL.revokeObjectURL(photo.url);
      setPhoto(next);
    },
    /** Keeps the choice before the person is asked or leaves for the store. */
    remember: () => keep(tool, choice, attempt.current),
    /** The key for a try of this choice, kept before anything is sent. */
    openAttempt(): string {
      attempt.current = continueAttempt(attempt.current, choice);
      keep(tool, choice, attempt.current);
      return attempt.current.key;
    },
    /** The next run of the same choice is a wish of its own. */
    closeAttempt() {
      attempt.current = null;
      keep(tool, choice, null);
    },
  };
}
