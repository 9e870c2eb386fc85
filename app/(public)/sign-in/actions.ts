"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { sentForm } from "#lib/api/http/sent-form.ts";
import { canSendEmail } from "#lib/mail/send-email.ts";
import { log } from "#lib/observability/log.ts";
import { parseAddress } from "#lib/people/address.ts";
import { askForLink } from "#lib/people/ask-for-link.ts";
import { signIn } from "#lib/people/next-auth.ts";
import { ownPath, ownUrl } from "#lib/people/own-address.ts";
import { aimPending, forgetPending as forget } from "#lib/people/pending-cookie.ts";
import { configuredProviders } from "#lib/people/providers.ts";
import { signOutHere } from "#lib/people/sign-out.ts";

/** Emails a sign-in link. The response is the same whether or not the address is known. */
export async function sendLink(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const next = ownPath(text(form, "next"));
  const address = parseAddress(form.get("email"));
  if (address === null || !canSendEmail()) redirect(signInPage({ notice: "invalid-address", next }));
  const answer = await askForLink({ address, next }).catch((error: unknown) => {
    log.error({ err: error }, "A sign-in email was not sent");
    return { status: "not-sent" as const };
  });
  switch (answer.status) {
    case "sent":
      await aimPending(address);
      redirect("/sign-in/sent");
      break;
    case "limited":
      redirect(signInPage({ notice: "limited", wait: String(answer.retryAfterSeconds), next }));
      break;
    case "not-sent":
      redirect(signInPage({ notice: "not-sent", next }));
  }
}

/** Redirects to a provider to sign in there, or to connect it to the signed-in user. */
export async function startProvider(sent: unknown): Promise<void> {
  const form = sentForm(sent);
  const provider = configuredProviders().find((name) => name === form.get("provider"));
  if (provider === undefined) redirect("/sign-in");
  await signIn(provider, { redirectTo: ownUrl(text(form, "next")) });
}

/** Discards the identity from a provider that waits for its verification email in this browser. */
export async function forgetPending(): Promise<void> {
  await forget();
  redirect("/sign-in");
}

/** Signs this browser out. */
export async function signOut(): Promise<void> {
  await signOutHere();
  redirect("/");
}

function signInPage(query: Record<string, string>): `/sign-in?${string}` {
  return `/sign-in?${new URLSearchParams(query)}`;
}

function text(form: FormData, name: string): string {
  return z.string().catch("").parse(form.get(name));
}
