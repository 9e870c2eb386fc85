import { MailQuestion } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PlanBanner } from "#app/(account)/plan-banner.tsx";
import { signOut, startProvider } from "#app/(public)/sign-in/actions.ts";
import { ConfirmationCard } from "#components/profile/confirmation-card.tsx";
import { MethodsCard } from "#components/profile/methods-card.tsx";
import { PageLink } from "#components/profile/page-link.tsx";
import { TimeZoneCard } from "#components/profile/time-zone-card.tsx";
import { bdi } from "#components/ui/bdi.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { database } from "#lib/database.ts";
import { canSendEmail } from "#lib/mail/send-email.ts";
import { highestLimit, readConfirmation } from "#lib/people/confirmation.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { readPending } from "#lib/people/pending-cookie.ts";
import type { Person } from "#lib/people/person.ts";
import { readProfile } from "#lib/people/read-profile.ts";
import { confirmByMail, forgetWaiting, saveConfirmationRules, saveTimeZone } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("title") };
}

export default async function Profile({ searchParams }: PageProps<"/profile">) {
  const person = await requirePerson();
  const [{ providers }, rules] = await Promise.all([readProfile(person), readConfirmation(database(), person.userId)]);
  const { saved } = await searchParams;
  return (
    <div className="grid gap-4">
      <PlanBanner account={person.accountId} follow />
      <WhoIsSignedIn person={person} />
      <Waiting email={person.email} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <MethodsCard
            email={person.email}
            byMail={canSendEmail()}
            demo={person.demo}
            providers={providers}
            connect={startProvider}
          />
          <TimeZoneCard zones={Intl.supportedValuesOf("timeZone")} saved={saved === "zone"} save={saveTimeZone} />
        </div>
        <div className="grid gap-4">
          <ConfirmationCard
            rules={rules}
            highest={highestLimit}
            saved={saved === "confirmation"}
            save={saveConfirmationRules}
          />
          <PageLink to="devices" />
          <PageLink to="billing" />
        </div>
      </div>
    </div>
  );
}

async function WhoIsSignedIn({ person }: { person: Person }) {
  const t = await getTranslations("profile");
  const shell = await getTranslations("shell");
  return (
    <div className="flex flex-wrap items-end justify-between gap-4 pb-2">
      <div className="grid min-w-0 gap-1">
        <h1 className="font-bold text-xl [overflow-wrap:anywhere]">{person.name}</h1>
        <p className="text-ink-2 [overflow-wrap:anywhere]">
          {person.name === person.email ? null : (
            <>
              <bdi>{person.email}</bdi> ·{" "}
            </>
          )}
          {t(`how.${person.method}`)}
        </p>
      </div>
      <form action={signOut}>
        <Button type="submit" variant="outline">
          {shell("signOut")}
        </Button>
      </form>
    </div>
  );
}

/** A provider that has not verified the address, until the user confirms an email to their own address. */
async function Waiting({ email }: { email: string }) {
  const pending = await readPending();
  if (pending === null) return null;
  const t = await getTranslations("profile");
  const signIn = await getTranslations("signIn");
  const { label } = pending;
  return (
    <Notice variant="warning">
      <MailQuestion aria-hidden />
      <div className="grid gap-3">
        <p>{t.rich("unverified", { provider: signIn(`providers.${pending.provider}`), label, bdi })}</p>
        <div className="flex flex-wrap gap-3">
          <form action={confirmByMail}>
            <Button type="submit" variant="outline" size="sm">
              {t.rich("confirmByMail", { address: email, bdi })}
            </Button>
          </form>
          <form action={forgetWaiting}>
            <Button type="submit" variant="ghost" size="sm">
              {signIn.rich("forget", { label, bdi })}
            </Button>
          </form>
        </div>
      </div>
    </Notice>
  );
}
