"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { sentForm } from "#lib/api/http/sent-form.ts";
import { settings } from "#lib/config/settings.ts";
import { isTimeZone } from "#lib/format/dates.ts";
import { askForLink } from "#lib/people/ask-for-link.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { aimPending, forgetPending } from "#lib/people/pending-cookie.ts";

const year = 365 * 24 * 60 * 60;
const zoneForm = z.object({ zone: z.string().max(100).refine(isTimeZone) });

/** Stores the time zone in which this browser shows dates. */
export async function saveTimeZone(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const parsed = zoneForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) redirect("/profile");
  const secure = settings().appUrl.startsWith("https:");
  (await cookies()).set("tz", parsed.data.zone, { path: "/", maxAge: year, sameSite: "lax", secure });
  redirect("/profile?saved=zone#time-zone");
}

/** Emails the user a link; confirming it in this browser connects the provider that waits for verification. */
export async function confirmByMail(): Promise<void> {
  const person = await requirePerson();
  await aimPending(person.email);
  const answer = await askForLink({ address: person.email, next: "/profile" });
  redirect(answer.status === "sent" ? "/sign-in/sent" : `/sign-in?notice=limited&wait=${answer.retryAfterSeconds}`);
}

/** Discards the provider that waits for its verification email. */
export async function forgetWaiting(): Promise<void> {
  await requirePerson();
  await forgetPending();
  redirect("/profile");
}
