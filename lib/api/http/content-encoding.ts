/** Whether a body comes compressed, which a small one could use to become a huge one. `named` is its Content-Encoding. */
export function isEncoded(named: string | null | undefined): boolean {
  return (named ?? "identity").trim().toLowerCase() !== "identity";
}
