/** Why a run has no result, and who is the cause: what the person sent, or we. */
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

/** What a tool says that made nothing. */
export type NoResult = keyof typeof causes;

/**
 * Who is the cause of a run without a result. What the person sent gets no new days for credits that expired meanwhile,
 * or a run made to fail could keep them alive.
 */
export function causeOf(error: string): "failed" | "invalid-input" {
  const known = new Map<string, string>(Object.entries(causes));
  return known.get(error) === "input" ? "invalid-input" : "failed";
}
