"use server";

import { refresh } from "next/cache";
import { requirePerson } from "#lib/people/current-person.ts";

/** Renders the page that is open again; fails, and changes nothing, where the database cannot say who is asking. */
export async function rereadPage(): Promise<void> {
  await requirePerson();
  refresh();
}
