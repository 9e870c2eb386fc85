import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PlainPage } from "#app/plain-page.tsx";
import { InvitationTerms } from "#components/earn/invitation-terms.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { findInvitation, type Invitation } from "#lib/campaigns/invitation.ts";
import { database } from "#lib/database.ts";
import { currentPerson } from "#lib/people/current-person.ts";
import { SignInPanel } from "../../sign-in/sign-in-panel.tsx";

const earnPage = "/profile/credits/earn";

// A link is for the person who was sent it.
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invitation"))("title"), referrer: "same-origin", robots: { index: false } };
}

export default async function InvitationPage({ params }: PageProps<"/r/[code]">) {
  const { code } = await params;
  const [invitation, person, t] = [
    await findInvitation(database(), decode(code)),
    await currentPerson(),
    await getTranslations("invitation"),
  ];
  const isOwn = person !== null && person.accountId === invitation?.referrer;
  return (
    <PlainPage>
      <div className="grid items-start gap-x-14 gap-y-8 lg:grid-cols-[minmax(0,1fr)_25rem]">
        {invitation === null ? (
          <div className="grid gap-4">
            <h1 className="font-bold text-xl">{t("unknown.title")}</h1>
            <p className="text-ink-2 text-lg">{t("unknown.text")}</p>
          </div>
        ) : (
          <InvitationTerms terms={termsOf(invitation)} />
        )}
        {person === null ? (
          <SignInPanel next={earnPage} />
        ) : (
          <div className="grid justify-items-start gap-4">
            <p>{t(isOwn ? "own" : "signedIn")}</p>
            <Link href={earnPage} className={buttonVariants({ variant: "outline" })}>
              {t("earn")}
            </Link>
          </div>
        )}
      </div>
    </PlainPage>
  );
}

/** A code in an address can be any bytes. */
function decode(code: string): string {
  try {
    return decodeURIComponent(code);
  } catch {
    return "";
  }
}

/** What the page says of an invitation; the referrer's address is not shown. */
function termsOf({ name, campaign, state, now }: Invitation) {
  if (campaign === null || state.status !== "waiting-for-friend") return { status: "closed" as const, name };
  const { amount, referrerAmount, validDays, holdDays, qualifiesBy, endsAt } = campaign;
  return {
    status: "open" as const,
    ...{ name, now, endsAt, validDays },
    friendCredits: amount,
    referrerCredits: referrerAmount ?? 0,
    holdDays: holdDays ?? 0,
    qualifiesBy: qualifiesBy ?? "purchase",
  };
}
