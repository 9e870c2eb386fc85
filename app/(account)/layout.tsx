import { SignedInPage } from "#app/signed-in-page.tsx";
import { requirePerson } from "#lib/people/current-person.ts";

export default async function SignedInLayout({ children }: LayoutProps<"/">) {
  return <SignedInPage person={await requirePerson()}>{children}</SignedInPage>;
}
