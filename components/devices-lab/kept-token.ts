/**
 * Keeps a device's token in this browser, as an app keeps it in its system's key store: all pages of the lab are one
 * desktop and one phone, today and next week.
 */
export function keepToken(place: string, token: string | null): void {
  if (token === null) localStorage.removeItem(place);
  else localStorage.setItem(place, token);
}

/** The token that this browser keeps, or null. */
export function keptToken(place: string): string | null {
  return localStorage.getItem(place);
}

/** Tells of a token that another page of this browser got; answers how to stop. */
export function watchToken(place: string, onToken: (token: string) => void): () => void {
  const hear = ({ key, newValue }: StorageEvent) => {
    if (key === place && newValue !== null) onToken(newValue);
  };
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
}

/** Does something about a token while no other page of this browser does. Without locks, over plain http, it does it all the same. */
export async function alone(place: string, work: () => Promise<void>): Promise<void> {
  if ("locks" in navigator) await navigator.locks.request(place, work);
  else await work();
}
