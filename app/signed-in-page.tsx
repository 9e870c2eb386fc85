import { cookies } from "next/headers";
import { getTimeZone, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { signOut } from "#app/(public)/sign-in/actions.ts";
import { HelpFooter } from "#components/layout/help-footer.tsx";
import { parseTheme } from "#components/layout/theme.ts";
import { isDemo, settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { listReturnLinks } from "#lib/devices/return-links.ts";
import type { Person } from "#lib/people/person.ts";
import { readShownBalance } from "./(account)/shown-balance.ts";
import { KeepTimeZone } from "./keep-time-zone.tsx";
import { SignedInFrame } from "./signed-in-frame.tsx";

interface SignedInPageProps {
  person: Person;
  wide?: boolean;
  /** The page goes on when this browser's session ends. */
  outlivesSession?: boolean;
  children: ReactNode;
}

/** A page in the frame of signed-in users, with everything that the frame shows. */
export async function SignedInPage({ person, children, ...look }: SignedInPageProps) {
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
      footer={<HelpFooter support={settings().supportEmail} className="border-line border-t pt-4" />}
      {...look}
    >
      {children}
      <KeepTimeZone rendered={await getTimeZone()} />
    </SignedInFrame>
  );
}
