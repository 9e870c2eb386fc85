import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { listDemoPeople } from "#lib/auth/demo-people.ts";
import { currentPerson } from "#lib/auth/person.ts";

export default async function Home() {
  if ((await currentPerson()) !== null) redirect("/profile");
  const t = await getTranslations("app");
  const people = await listDemoPeople();
  return (
    <main>
      <h1>{t("name")}</h1>
      <form method="post" action="/api/demo/sign-in">
        {people.map((person) => (
          <button key={person.slug} type="submit" name="person" value={person.slug}>
            {person.name}
          </button>
        ))}
      </form>
    </main>
  );
}
