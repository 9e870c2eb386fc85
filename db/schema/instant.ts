import { timestamp } from "drizzle-orm/pg-core";

/** An instant in UTC with the milliseconds that JavaScript keeps, so that `decide` and SQL never disagree. */
export function instant<Name extends string>(name: Name) {
  return timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
}
