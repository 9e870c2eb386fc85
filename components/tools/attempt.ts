/** What a person chose, as far as a tool needs it. */
export interface Choice {
  photo: { kind: "file"; file: File; url: string } | { kind: "sample"; name: string } | null;
  words: { template: string; headline: string; detail: string; watermark: boolean } | null;
}

/** A try that has its own idempotency key until it is paid for or the choice becomes another. */
export interface Attempt {
  key: string;
  choice: string;
}

/** The attempt for a choice: the one that is open when it is for the same, so that a retry is never a second spend. */
export function continueAttempt(open: Attempt | null, choice: Choice): Attempt {
  const described = describe(choice);
  return open?.choice === described ? open : { key: makeKey(), choice: described };
}

/** The form that the tool's address takes. */
export function toForm({ photo, words }: Choice, key: string, quote: string | null): FormData {
  const form = new FormData();
  form.set("key", key);
  if (quote !== null) form.set("quote", quote);
  if (photo?.kind === "file") form.set("photo", photo.file);
  if (photo?.kind === "sample") form.set("sample", photo.name);
  if (words) {
    form.set("template", words.template);
    form.set("headline", words.headline);
    form.set("detail", words.detail);
    form.set("watermark", words.watermark ? "yes" : "no");
  }
  return form;
}

/** A file is known by name, size and date, so that the same one chosen again after a reload is the same choice. */
function describe({ photo, words }: Choice): string {
  const file = photo?.kind === "file" ? photo.file : null;
  return JSON.stringify([file ? [file.name, file.size, file.lastModified] : photo, words]);
}

/** `crypto.randomUUID` exists on https and localhost only; a demo on the local network has neither. */
function makeKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
