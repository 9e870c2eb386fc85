/** A break of the rules, and the test that must notice it. */
export interface Mutant {
  name: string;
  /** Runs in the short form as well. */
  ci: boolean;
  edits: { file: string; find: string; put: string }[];
  /** The file and the title of the test. */
  file: string;
  test: string;
}
