"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { sentForm } from "#lib/api/http/sent-form.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { isTimeZone } from "#lib/format/dates.ts";
import { askForLink } from "#lib/people/ask-for-link.ts";
import { highestLimit, saveConfirmation } from "#lib/people/confirmation.ts";
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

const confirmationForm = z.object({
  above: z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .pipe(z.int().max(highestLimit)),
  purchased: z.literal("on").optional(),
});

/** Stores when this user is asked before credits are used. */
export async function saveConfirmationRules(sent: unknown): Promise<void> {
  const person = await requirePerson();
  const parsed = confirmationForm.safeParse(Object.fromEntries(sentForm(sent)));
  if (!parsed.success) redirect("/profile#confirmation");
  const { above, purchased } = parsed.data;
  await saveConfirmation(database(), person.userId, { above, purchased: purchased === "on" });
  redirect("/profile?saved=confirmation#confirmation");
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
