/** The signed-in user, as the shell shows them. */
export interface ShellPerson {
  name: string;
  email: string;
  /** How they signed in, as text: "Google", "Email". */
  method: string;
}

/** What to call a user: the name, or the address if the name is unknown. */
export function callOf({ name, email }: ShellPerson): string {
  return name.trim() || email;
}

/** Up to two initials for the avatar. */
export function initialsOf(person: ShellPerson): string {
  const words = callOf(person).split(/\s+/u).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("")
    .toUpperCase();
}
