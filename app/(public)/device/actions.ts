"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { clientAddress, rateLimitSubnet } from "#lib/api/http/client-address.ts";
import { sentForm } from "#lib/api/http/sent-form.ts";
import { answerRequest, enterCode, signedInLately } from "#lib/devices/approve-code.ts";
import { followSignOutLink } from "#lib/devices/sign-out-link.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { signInAgain } from "./sign-in-again.ts";

/** Takes the code that the user typed, and redirects to the page that asks for approval. */
export async function sendCode(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const person = await requirePerson("/device");
  if (!signedInLately(person)) redirect(signInAgain);
  const client = rateLimitSubnet(clientAddress({ headers: await headers() }));
  const entry = await enterCode(person, { typed: text(form, "code").slice(0, 100), client });
  switch (entry.status) {
    case "found":
      redirect(confirmPage(entry.handle));
      break;
    case "unknown":
    case "too-many-codes":
      redirect(`/device?notice=${entry.status}`);
      break;
    case "limited":
      redirect(`/device?notice=limited&wait=${entry.retryAfterSeconds}`);
  }
}

/** Approves or denies the device that the page showed. */
export async function answerDevice(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const person = await requirePerson("/device");
  const handle = text(form, "request");
  const answer = await answerRequest(person, { handle, approve: text(form, "answer") === "approve" });
  redirect(answer === "sign-in-again" ? signInAgain : confirmPage(handle));
}

/** Signs out the device that an email names. */
export async function signOutFromEmail(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const link = { device: text(form, "device"), signature: text(form, "signature") };
  await followSignOutLink(link);
  redirect(`/device/sign-out?${new URLSearchParams(link)}`);
}

function confirmPage(handle: string): `/device/confirm?${string}` {
  return `/device/confirm?${new URLSearchParams({ request: handle })}`;
}

function text(form: FormData, name: string): string {
  return z.string().catch("").parse(form.get(name));
}
