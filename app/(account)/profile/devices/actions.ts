"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { sentForm } from "#lib/api/http/sent-form.ts";
import { signOutDevice } from "#lib/devices/sign-out-device.ts";
import { requirePagePerson } from "#lib/people/current-person.ts";
import * as signOut from "#lib/people/sign-out.ts";
import { sayDone } from "./done.ts";

const appForm = z.object({ id: z.uuid() });
const browserForm = z.object({ id: z.string().max(200) });

/** Signs out one of the user's apps. */
export async function signOutApp(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const { userId } = await requirePagePerson(form, "/profile/devices");
  const parsed = appForm.safeParse({ id: form.get("id") });
  const was = parsed.success && (await signOutDevice({ id: parsed.data.id, userId }));
  await sayDone(was ? "one" : "none");
  redirect("/profile/devices");
}

/** Signs out one of the user's browsers. */
export async function signOutBrowser(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const person = await requirePagePerson(form, "/profile/devices");
  const parsed = browserForm.safeParse({ id: form.get("id") });
  const was = parsed.success && (await signOut.signOutBrowser(person, parsed.data.id));
  await sayDone(was ? "one" : "none");
  redirect("/profile/devices");
}

/** Signs the user out on every device and in every other browser. */
export async function signOutOthers(sent: unknown): Promise<void> {
  await signOut.signOutElsewhere(await requirePagePerson(sentForm(sent), "/profile/devices"));
  await sayDone("others");
  redirect("/profile/devices");
}

/** Signs the user out everywhere, including this browser. */
export async function signOutEverywhere(sent: unknown): Promise<void> {
  await signOut.signOutEverywhere(await requirePagePerson(sentForm(sent), "/profile/devices"));
  redirect("/");
}
