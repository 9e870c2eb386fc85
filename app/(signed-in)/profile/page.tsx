import { signOut } from "#app/sign-in/actions.ts";
import { requirePerson } from "#lib/auth/person.ts";

export default async function Profile() {
  const person = await requirePerson("/profile");
  return (
    <section>
      <h1>{person.name}</h1>
      <p>{person.email}</p>
      <form action={signOut}>
        <button type="submit">Sign out</button>
      </form>
    </section>
  );
}
