import { type ProblemSlug, problemStatus } from "#lib/api/http/problem.ts";

/** Every problem that the interface can answer with, in the order of its list. */
export const problemSlugs = Object.keys(problemStatus).filter(isProblemSlug);

/** Whether a slug names a problem. */
export function isProblemSlug(slug: string): slug is ProblemSlug {
  return Object.hasOwn(problemStatus, slug);
}
