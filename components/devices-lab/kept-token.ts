/**
 * Stores a device's token in this browser, as an app keeps it in its system's key store: all pages of the lab share one
 * desktop and one phone, today and next week.
 */
export function keepToken(place: string, token: string | null): void {
  if (token === null) localStorage.removeItem(place);
  else localStorage.setItem(place, token);
}

/** The token that this browser stores, or null. */
export function keptToken(place: string): string | null {
  return localStorage.getItem(place);
}

/** Reports a token that another page of this browser got; returns a function that stops. */
export function watchToken(place: string, onToken: (token: string) => void): () => void {
  const hear = ({ key, newValue }: StorageEvent) => {
    if (key === place && newValue !== null) onToken(newValue);
  };
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
}

/** Works on a token while no other page of this browser does. Without locks, over plain http, it runs unguarded. */
export async function alone(place: string, work: () => Promise<void>): Promise<void> {
  if ("locks" in navigator) await navigator.locks.request(place, work);
  else await work();
}
