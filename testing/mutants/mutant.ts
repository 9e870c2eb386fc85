/** A part of a file and its replacement. */
export interface Edit {
  file: string;
  find: string;
  put: string;
}

/** A mutation of the rules, and the test that must fail. */
export interface Mutation {
  name: string;
  /** Whether it also runs in the short form. */
  ci: boolean;
  edits: Edit[];
  /** The file and the title of the test. */
  file: string;
  test: string;
}

/** The text with the mutation. Throws when the part does not occur exactly once. */
export function applyEdit(text: string, { file, find, put }: Edit): string {
  if (text.split(find).length !== 2) throw new Error(`${file} does not contain exactly one: ${find}`);
  return text.replace(find, () => put);
}
