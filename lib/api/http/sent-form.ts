/** The form that a server action was called with; an empty form when a client sent anything else. */
export function sentForm(sent: unknown): FormData {
  return sent instanceof FormData ? sent : new FormData();
}
