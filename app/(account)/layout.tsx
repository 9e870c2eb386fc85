import { cookies } from "next/headers";
import { getTimeZone, getTranslations } from "next-intl/server";
import { signOut } from "#app/(public)/sign-in/actions.ts";
import { KeepTimeZone } from "#app/keep-time-zone.tsx";
import { parseTheme } from "#components/layout/theme.ts";
import { isDemo } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { listReturnLinks } from "#lib/devices/return-links.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { readShownBalance } from "./shown-balance.ts";
import { SignedInFrame } from "./signed-in-frame.tsx";

export default async function SignedInLayout({ children }: LayoutProps<"/">) {
  const person = await requirePerson();
  const [balance, returnLinks] = await Promise.all([readShownBalance(person.accountId), listReturnLinks(database())]);
  if (balance === null) throw new Error(`The account ${person.accountId} of a signed-in person is missing`);
  const t = await getTranslations("shell.methods");
  return (
    <SignedInFrame
      person={{ name: person.name, email: person.email, method: t(person.method) }}
      account={person.accountId}
      balance={balance}
      theme={parseTheme((await cookies()).get("theme")?.value)}
      demo={isDemo()}
      returnLinks={returnLinks}
      signOut={signOut}
    >
      {children}
      <KeepTimeZone rendered={await getTimeZone()} />
    </SignedInFrame>
  );
}
