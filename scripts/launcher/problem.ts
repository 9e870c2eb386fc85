/** Something that the user of a command can fix: shown without a stack trace. */
export class Problem extends Error {}

/** Runs a script's work; a problem ends it with one line and exit code 1, a bug with its stack trace. */
export async function runOrExplain(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
