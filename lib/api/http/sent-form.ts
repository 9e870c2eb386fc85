/** The form that a server action was called with; an empty one where a client called it with anything else, as it can. */
export function sentForm(sent: unknown): FormData {
  return sent instanceof FormData ? sent : new FormData();
}
