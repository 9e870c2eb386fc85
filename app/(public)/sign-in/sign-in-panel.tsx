import { SignInCard } from "#components/sign-in/sign-in-card.tsx";
import { canSendEmail } from "#lib/mail/send-email.ts";
import { listDemoPeople } from "#lib/people/demo-people.ts";
import { readPending } from "#lib/people/pending-cookie.ts";
import { configuredProviders } from "#lib/people/providers.ts";
import { sendLink, startProvider } from "./actions.ts";

/** The sign-in methods that this server offers to this browser. */
export async function SignInPanel({ next }: { next: string }) {
  return (
    <SignInCard
      demoPeople={await listDemoPeople()}
      providers={configuredProviders()}
      sendLink={canSendEmail() ? sendLink : null}
      startProvider={startProvider}
      next={next}
      address={(await readPending())?.address ?? ""}
    />
  );
}
