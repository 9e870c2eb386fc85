const year = 365 * 24 * 60 * 60;

/** Keeps in this browser, for a year, what the server renders pages by. The value must be fit for a cookie. */
export function keepCookie(name: string, value: string): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
  document.cookie = `${name}=${value}; Path=/; Max-Age=${year}; SameSite=Lax${secure}`;
}
