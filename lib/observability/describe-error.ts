/** An error as it is logged: what it is and why it happened, without any values. */
export interface DescribedError {
  type: string;
  message: string;
  /** The error code of the database, the system or a vendor. */
  code?: string;
  /** The constraint of the database that was violated. */
  constraint?: string;
  /** Where it was thrown; one frame a line. */
  stack?: string;
  cause?: DescribedError;
  /** Several errors at once, such as one for each address of a host. */
  errors?: DescribedError[];
}

const deepest = 5;
const mostTogether = 3;
const mostFrames = 20;
const longestMessage = 500;

/**
 * Describes an error with its chain of causes. Parameters of a failed statement, values that the
 * database quotes, and email addresses are left out.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: plainMessage(String(error)) };
  const { name, cause } = error;
  const code = fieldOf(error, "code");
  const constraint = fieldOf(error, "constraint_name") ?? fieldOf(error, "constraint");
  const stack = framesOf(error);
  const deeper = depth < deepest;
  return {
    type: name,
    message: plainMessage(code?.startsWith("22") ? error.message.replace(/".*"/s, '"…"') : error.message),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(stack === "" ? {} : { stack }),
    ...(deeper && cause !== undefined ? { cause: describeError(cause, depth + 1) } : {}),
    ...(deeper && error instanceof AggregateError
      ? { errors: error.errors.slice(0, mostTogether).map((one: unknown) => describeError(one, depth + 1)) }
      : {}),
  };
}

/** The error and its causes in one line, for a column of the database and for the terminal. */
export function errorLine(error: unknown): string {
  const parts: string[] = [];
  for (let at: DescribedError | undefined = describeError(error); at !== undefined; at = at.cause)
    parts.push([at.message, ...(at.code === undefined ? [] : [`(${at.code})`])].join(" "));
  return parts.join(": ");
}

/** Text without the parameters of a statement and without email addresses, cut to a readable length. */
export function plainMessage(text: string): string {
  const [said = ""] = text.includes("Failed query:") ? text.split("\nparams:") : [text];
  return said.slice(0, longestMessage).replace(/[^\s<>"'(),:;=]+@[^\s<>"'(),:;=]+/g, "(email)");
}

function fieldOf(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" && value !== "" ? value.slice(0, 100) : undefined;
}

/**
 * A stack starts with the message, which may contain anything; frames that cannot be separated from it are left out.
 */
function framesOf({ stack = "", message }: Error): string {
  const at = stack.indexOf(message);
  if (at < 0) return "";
  const frames = stack.slice(at + message.length).split("\n");
  return frames
    .filter((line) => /^\s+at /.test(line))
    .slice(0, mostFrames)
    .map((line) => line.trim())
    .join("\n");
}
