import { SignInCard } from "#components/sign-in/sign-in-card.tsx";
import { listDemoPeople } from "#lib/auth/demo-people.ts";
import { readPending } from "#lib/auth/pending-cookie.ts";
import { configuredProviders } from "#lib/auth/providers.ts";
import { canSendLetters } from "#lib/mail/send-letter.ts";
import { sendLink, startProvider } from "./actions.ts";

/** The ways in that are open on this server, for this browser. */
export async function SignInPanel({ next }: { next: string }) {
  return (
    <SignInCard
      demoPeople={await listDemoPeople()}
      providers={configuredProviders()}
      sendLink={canSendLetters() ? sendLink : null}
      startProvider={startProvider}
      next={next}
      address={(await readPending())?.address ?? ""}
    />
  );
}
