import { type ProblemSlug, problemStatus } from "#lib/api/http/problem.ts";

/** Every refusal that the interface can answer, in the order of its list. */
export const problemSlugs = Object.keys(problemStatus).filter(isProblemSlug);

/** Whether an address names a refusal. */
export function isProblemSlug(slug: string): slug is ProblemSlug {
  return Object.hasOwn(problemStatus, slug);
}
