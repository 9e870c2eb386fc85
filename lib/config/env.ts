/** The environment as Node gives it: an empty value counts as not set, as compose files write `${NAME:-}`. */
export type Env = Readonly<Record<string, string | undefined>>;
