import { makeKey } from "#lib/client/make-key.ts";

/** What the user chose, as far as a tool needs it. */
export interface Choice {
  photo: { kind: "file"; file: File; url: string } | { kind: "sample"; name: string } | null;
  words: { template: string; headline: string; detail: string; watermark: boolean } | null;
  prompt: string | null;
  units: number;
}

/** An attempt with its own idempotency key, valid until a run has started with it or the choice changes. */
export interface Attempt {
  key: string;
  choice: string;
  /** The quote that was sent while the response is not known: a retry must be the same request. */
  quote: string | null;
}

/** The attempt for a choice: the open one if the choice is the same, so that a retry never starts a second run. */
export function continueAttempt(open: Attempt | null, choice: Choice): Attempt {
  const described = describe(choice);
  return open?.choice === described ? open : { key: makeKey(), choice: described, quote: null };
}

/** The form that requests a run; without a feature, the free export. */
export function toForm(choice: Choice, asked: { feature: string; quote: string | null } | null): FormData {
  const form = new FormData();
  const input = toInput(choice);
  const { units } = choice;
  const request = asked ? { feature: asked.feature, units, quote: asked.quote ?? undefined, input } : { input };
  form.set("request", JSON.stringify(request));
  if (choice.photo?.kind === "file") form.set("file", choice.photo.file);
  return form;
}

function toInput({ photo, words, prompt }: Choice) {
  const sample = photo?.kind === "sample" && photo.name !== "clip" ? { sample: photo.name } : {};
  if (prompt !== null) return { prompt };
  if (words === null) return sample;
  const { template, headline, detail } = words;
  return { template, headline, detail, ...sample };
}

/** A file is identified by name, size and date, so that the same one chosen after a reload is the same choice. */
function describe({ photo, words, prompt, units }: Choice): string {
  const file = photo?.kind === "file" ? photo.file : null;
  return JSON.stringify([file ? [file.name, file.size, file.lastModified] : photo, words, prompt, units]);
}
