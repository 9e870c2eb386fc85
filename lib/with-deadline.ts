/** An answer that did not come in time. Whether a transaction was committed is unknown: the same key finds out. */
export class DeadlinePassed extends Error {
  override name = "DeadlinePassed";
}

/** So many commands wait that one more would not be done in time. It never ran. */
export class Overloaded extends Error {
  override name = "Overloaded";
}

/** Whether an error says that there was no answer in time; by name, because a bundler may load a class twice. */
export function isLate(error: unknown): boolean {
  return error instanceof Error && (error.name === "DeadlinePassed" || error.name === "Overloaded");
}

/** The answer, or DeadlinePassed after so many milliseconds: no caller waits for ever on a connection that is gone. */
export async function withDeadline<Answer>(answer: Promise<Answer>, ms: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DeadlinePassed(`no answer from the database after ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([answer, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
