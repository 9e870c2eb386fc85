import { cpus, release, totalmem, type } from "node:os";

/** The machine that the figures of this run belong to. */
export function describeMachine(): string {
  const [first] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model ?? "unknown processor"}, ${gib} GiB, ${type()} ${release()}, Node ${process.version}`;
}
