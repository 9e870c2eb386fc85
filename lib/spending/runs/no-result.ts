/** Why a run has no result, and the cause: the user's input, or us. */
const causes = {
  empty: "input",
  "too-heavy": "input",
  "not-a-photo": "input",
  "not-a-clip": "input",
  "too-many-pixels": "input",
  "too-many-frames": "input",
  "too-small": "input",
  damaged: "input",
  "no-subject": "input",
  "unknown-template": "input",
  busy: "tool",
  "too-slow": "tool",
  "on-purpose": "tool",
  failed: "tool",
} as const;

/** The outcome of a tool without a result. */
export type NoResult = keyof typeof causes;

/**
 * The cause of a run without a result. If it is the user's input, credits that expired meanwhile are not extended,
 * or runs that fail on purpose could keep credits alive.
 */
export function causeOf(error: string): "failed" | "invalid-input" {
  const known = new Map<string, string>(Object.entries(causes));
  return known.get(error) === "input" ? "invalid-input" : "failed";
}
