import type { ReactNode } from "react";
import { PlainPage } from "#app/plain-page.tsx";
import { currentPerson } from "#lib/people/current-person.ts";
import { SignedInPage } from "./signed-in-page.tsx";

/** The frame of a page that needs no sign-in: signed-in users keep theirs. */
export async function PageFrame({ children }: { children: ReactNode }) {
  const person = await currentPerson();
  return person === null ? <PlainPage>{children}</PlainPage> : <SignedInPage person={person}>{children}</SignedInPage>;
}
