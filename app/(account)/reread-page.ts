"use server";

import { refresh } from "next/cache";
import { requirePerson } from "#lib/people/current-person.ts";

/** Rerenders the open page; throws, and changes nothing, when the database cannot tell who is calling. */
export async function rereadPage(): Promise<void> {
  await requirePerson();
  refresh();
}
