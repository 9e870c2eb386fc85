import type { ReactNode } from "react";
import { PlainFrame } from "#components/layout/plain-frame.tsx";
import { isDemo } from "#lib/config/settings.ts";
import { currentPerson } from "#lib/people/current-person.ts";
import { SignedInPage } from "./signed-in-page.tsx";

/** The frame of a page that needs no sign-in: signed-in users keep theirs. */
export async function PageFrame({ children }: { children: ReactNode }) {
  const person = await currentPerson();
  return person === null ? (
    <PlainFrame demo={isDemo()}>{children}</PlainFrame>
  ) : (
    <SignedInPage person={person}>{children}</SignedInPage>
  );
}
