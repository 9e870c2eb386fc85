/** Who is signed in, as the shell shows it. */
export interface ShellPerson {
  name: string;
  email: string;
  /** How they signed in, in words: "Google", "Email". */
  method: string;
}

/** What to call a person: the name, or the address where none is known. */
export function callOf({ name, email }: ShellPerson): string {
  return name.trim() || email;
}

/** Up to two letters for the round picture. */
export function initialsOf(person: ShellPerson): string {
  const words = callOf(person).split(/\s+/u).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("")
    .toUpperCase();
}
