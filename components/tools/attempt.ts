import { makeKey } from "#lib/client/make-key.ts";

/** What a person chose, as far as a tool needs it. */
export interface Choice {
  photo: { kind: "file"; file: File; url: string } | { kind: "sample"; name: string } | null;
  words: { template: string; headline: string; detail: string; watermark: boolean } | null;
  prompt: string | null;
  units: number;
}

/** A try that has its own idempotency key until a run has begun with it or the choice becomes another. */
export interface Attempt {
  key: string;
  choice: string;
  /** The quote that went with it while its answer is not known: the same request has to be asked again. */
  quote: string | null;
}

/** The attempt for a choice: the one that is open when it is for the same, so that a retry is never a second run. */
export function continueAttempt(open: Attempt | null, choice: Choice): Attempt {
  const described = describe(choice);
  return open?.choice === described ? open : { key: makeKey(), choice: described, quote: null };
}

/** The form that asks for a run; with no feature, the one that asks for the free export. */
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

/** A file is known by name, size and date, so that the same one chosen again after a reload is the same choice. */
function describe({ photo, words, prompt, units }: Choice): string {
  const file = photo?.kind === "file" ? photo.file : null;
  return JSON.stringify([file ? [file.name, file.size, file.lastModified] : photo, words, prompt, units]);
}
