/** A form of a page, by its place among the page's forms, and what is filled in: names and values. */
interface KeptForm {
  path: string;
  form: number;
  fields: [string, string][];
}

const place = "form-of-outdated-page";

/** What was filled in on the form that was sent last. */
let sent: KeptForm | null = null;

/** Notes what is filled in on each form that is sent. Returns how to stop. */
export function noteForms(): () => void {
  const ended = new AbortController();
  const note = ({ target }: Event) => {
    if (target instanceof HTMLFormElement) sent = readForm(target);
  };
  window.addEventListener("submit", note, { capture: true, signal: ended.signal });
  return () => ended.abort();
}

/** Loads the page anew; what was filled in on it stays. A page that is new already is not loaded again and again. */
export function reloadPage(): void {
  try {
    if (sessionStorage.getItem(place) !== null) return;
    sessionStorage.setItem(place, JSON.stringify(sent ?? { path: location.pathname, form: -1, fields: [] }));
  } catch {
    // Without storage the page comes back empty.
  }
  location.reload();
}

/** Fills in again what was filled in before the page was reloaded; returns whether it was. */
export function restoreForm(): boolean {
  const kept = takeKept();
  if (kept === null || kept.path !== location.pathname) return false;
  const form = document.forms[kept.form];
  if (form) for (const [name, value] of kept.fields) fillIn(form, name, value);
  return true;
}

function takeKept(): KeptForm | null {
  try {
    const kept = sessionStorage.getItem(place);
    sessionStorage.removeItem(place);
    return kept === null ? null : parseKept(JSON.parse(kept));
  } catch {
    return null;
  }
}

/** Without zod, which would double what the page of a visitor weighs. */
function parseKept(kept: unknown): KeptForm | null {
  if (typeof kept !== "object" || kept === null || !("path" in kept && "form" in kept && "fields" in kept)) return null;
  const { path, form, fields } = kept;
  if (typeof path !== "string" || typeof form !== "number" || !Array.isArray(fields)) return null;
  const pairs = fields.flatMap(([name, value]): [string, string][] => [[String(name), String(value)]]);
  return { path, form, fields: pairs };
}

function readForm(form: HTMLFormElement): KeptForm {
  const fields = fieldsOf(form).flatMap((field): [string, string][] =>
    field instanceof HTMLInputElement && isChoice(field) && !field.checked ? [] : [[field.name, field.value]],
  );
  return { path: location.pathname, form: [...document.forms].indexOf(form), fields };
}

/** What people fill in: hidden fields are the page's own, and files cannot be filled in. */
function fieldsOf(form: HTMLFormElement) {
  return [...form.elements].filter(
    (field): field is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
      (field instanceof HTMLInputElement && field.type !== "hidden" && field.type !== "file") ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement,
  );
}

function fillIn(form: HTMLFormElement, name: string, value: string): void {
  for (const field of fieldsOf(form)) {
    if (field.name !== name) continue;
    if (field instanceof HTMLInputElement && isChoice(field)) {
      if (field.value === value && !field.checked) field.click();
    } else {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

function isChoice({ type }: HTMLInputElement): boolean {
  return type === "radio" || type === "checkbox";
}
