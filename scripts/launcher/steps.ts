/** What was started, in order, so that it can be stopped in reverse order. */
export type Running = { add: (stop: () => Promise<void> | void) => void; stopAll: () => Promise<void> };

/** Runs one step of the start and prints its name with the seconds it took. */
export async function runStep<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  console.log(`${name.padEnd(24)} ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  return result;
}

/** Registers how to stop something that was started. Stopping continues when one part fails, and happens once. */
export function keepRunning(): Running {
  const stops: (() => Promise<void> | void)[] = [];
  let stopping: Promise<void> | undefined;
  const stopInTurn = async () => {
    for (let stop = stops.pop(); stop; stop = stops.pop()) {
      try {
        await stop();
      } catch (error) {
        console.error(error);
      }
    }
  };
  return {
    add: (stop) => {
      stops.push(stop);
    },
    stopAll: () => {
      stopping ??= stopInTurn();
      return stopping;
    },
  };
}
