export type FormValue = string | FormValue[] | { [key: string]: FormValue };

/**
 * Reads Stripe's form encoding, `line_items[0][price]=…`, into nested objects and lists. At most 1,000 fields, at most
 * 8 deep.
 */
export function readForm(text: string): { [key: string]: FormValue } {
  const root: Branch = new Map();
  const pairs = [...new URLSearchParams(text)].slice(0, 1000);
  for (const [name, value] of pairs) {
    plant(
      root,
      name.split(/[[\]]+/).filter((part, at, all) => part !== "" || at < all.length - 1),
      value,
    );
  }
  const value = harvest(root);
  return typeof value === "string" || Array.isArray(value) ? {} : value;
}

type Branch = Map<string, string | Branch>;

function plant(branch: Branch, path: string[], value: string) {
  const [first = "", ...rest] = path.slice(0, 8);
  const key = first === "" ? String(branch.size) : first;
  if (rest.length === 0) {
    branch.set(key, value);
    return;
  }
  const found = branch.get(key);
  const next: Branch = found instanceof Map ? found : new Map();
  branch.set(key, next);
  plant(next, rest, value);
}

function harvest(branch: Branch): FormValue {
  const entries = [...branch].map(([key, value]): [string, FormValue] => [
    key,
    typeof value === "string" ? value : harvest(value),
  ]);
  const isList = entries.length > 0 && entries.every(([key], at) => key === String(at));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
