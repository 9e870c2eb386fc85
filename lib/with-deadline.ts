/** A response that did not arrive in time. Whether it was committed is unknown: a retry with the same key finds out. */
export class DeadlinePassed extends Error {
  override name = "DeadlinePassed";
}

/** The queue is so long that one more command would miss its deadline. It never ran. */
export class Overloaded extends Error {
  override name = "Overloaded";
}

/** Whether an error says that a response was late; by name, because a bundler may load a class twice. */
export function isLate(error: unknown): boolean {
  return error instanceof Error && (error.name === "DeadlinePassed" || error.name === "Overloaded");
}

/** The response, or DeadlinePassed after so many milliseconds: no caller waits for ever on a dead connection. */
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
