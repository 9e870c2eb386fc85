/** Keeps a device's token for as long as the tab lives, as an app keeps it in its system's key store. */
export function keepToken(place: string, token: string | null): void {
  if (token === null) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, token);
}

/** The token that this tab keeps, or null. */
export function keptToken(place: string): string | null {
  return sessionStorage.getItem(place);
}
