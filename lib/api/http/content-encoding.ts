/** Whether a body is compressed: a small one could expand to a huge one. `named` is its Content-Encoding. */
export function isEncoded(named: string | null | undefined): boolean {
  return (named ?? "identity").trim().toLowerCase() !== "identity";
}
