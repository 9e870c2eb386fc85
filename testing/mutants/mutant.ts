/** A piece of a file and what is put in its place. */
export interface Edit {
  file: string;
  find: string;
  put: string;
}

/** A break of the rules, and the test that must notice it. */
export interface Mutation {
  name: string;
  /** Runs in the short form as well. */
  ci: boolean;
  edits: Edit[];
  /** The file and the title of the test. */
  file: string;
  test: string;
}

/** The text with the break in it. Throws when the piece does not stand there exactly once. */
export function applyEdit(text: string, { file, find, put }: Edit): string {
  if (text.split(find).length !== 2) throw new Error(`${file} does not contain exactly one: ${find}`);
  return text.replace(find, () => put);
}
