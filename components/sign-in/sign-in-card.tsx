import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { bdi } from "../ui/bdi.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Input } from "../ui/input.tsx";
import { Label } from "../ui/label.tsx";
import { SubmitButton } from "./submit-button.tsx";

/** A form's action on the server. */
export type FormAction = (form: FormData) => Promise<void>;

export interface SignInCardProps {
  demoPeople: { slug: string; name: string }[];
  providers: ("google" | "github")[];
  /** Whether links can be emailed; null where no mail server is configured. */
  sendLink: FormAction | null;
  startProvider: FormAction;
  /** Where to go afterwards, a path of this site. */
  next: string;
  /** The address that the field starts with. */
  address: string;
}

/** Every sign-in method that is configured. All of them work without JavaScript. */
export function SignInCard({ demoPeople, providers, sendLink, startProvider, next, address }: SignInCardProps) {
  const t = useTranslations("signIn.card");
  return (
    <Card aria-label={t("title")} className="grid gap-5 p-5 sm:p-6">
      {demoPeople.length > 0 ? <DemoPeople people={demoPeople} next={next} /> : null}
      {demoPeople.length > 0 ? <Or /> : null}
      <h2 className="font-bold text-lg">{t("title")}</h2>
      {providers.length > 0 ? <Providers providers={providers} startProvider={startProvider} next={next} /> : null}
      {providers.length > 0 && sendLink ? <Or /> : null}
      {sendLink ? <MailForm sendLink={sendLink} next={next} address={address} /> : null}
    </Card>
  );
}

function DemoPeople({ people, next }: { people: SignInCardProps["demoPeople"]; next: string }) {
  const t = useTranslations("signIn.card");
  return (
    <section aria-labelledby="demo-people" className="grid gap-3">
      <div>
        <h2 id="demo-people" className="font-bold text-lg">
          {t("demoTitle")}
        </h2>
        <p className="text-ink-2 text-sm">{t("demoText")}</p>
      </div>
      <form method="post" action="/api/demo/sign-in" className="overflow-hidden rounded-lg border border-line-strong">
        <input type="hidden" name="next" value={next} />
        {people.map(({ slug, name }) => (
          <button
            key={slug}
            type="submit"
            name="person"
            value={slug}
            className="flex w-full items-center gap-3 border-line border-t px-3.5 py-2.5 text-start first:border-t-0 hover:bg-soft focus-visible:-outline-offset-2"
          >
            <span
              aria-hidden
              className="grid size-8 shrink-0 place-items-center rounded-full bg-ink font-bold text-page"
            >
              {name.slice(0, 1)}
            </span>
            <span className="grid min-w-0">
              <span className="font-semibold">
                {t.rich("enterAs", { name, bdi, hidden: (words) => <span className="sr-only">{words}</span> })}
              </span>
              <DemoHint slug={slug} />
            </span>
            <ArrowRight aria-hidden className="ms-auto size-4 shrink-0 text-ink-3 rtl:rotate-180" />
          </button>
        ))}
      </form>
    </section>
  );
}

function DemoHint({ slug }: { slug: string }) {
  const t = useTranslations("signIn.card.people");
  return t.has(slug) ? <span className="text-ink-2 text-sm">{t(slug)}</span> : null;
}

function Providers({ providers, startProvider, next }: Pick<SignInCardProps, "providers" | "startProvider" | "next">) {
  const t = useTranslations("signIn");
  return (
    <form action={startProvider} className="grid gap-2">
      <input type="hidden" name="next" value={next} />
      {providers.map((provider) => (
        <Button key={provider} type="submit" name="provider" value={provider} variant="outline">
          {t("card.with", { provider: t(`providers.${provider}`) })}
        </Button>
      ))}
    </form>
  );
}

function MailForm({ sendLink, next, address }: { sendLink: FormAction; next: string; address: string }) {
  const t = useTranslations("signIn.card");
  return (
    <form action={sendLink} className="grid gap-2">
      <input type="hidden" name="next" value={next} />
      <Label htmlFor="email">{t("email")}</Label>
      <Input
        id="email"
        name="email"
        // A field of type email rejects characters beyond ASCII before the @.
        type="text"
        inputMode="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        pattern={"\\s*\\S+@\\S+\\s*"}
        title={t("emailPattern")}
        required
        maxLength={254}
        defaultValue={address}
        aria-describedby="email-hint"
      />
      <p id="email-hint" className="text-ink-2 text-sm">
        {t("emailHint")}
      </p>
      <SubmitButton waiting={t("sending")} className="mt-1">
        {t("send")}
      </SubmitButton>
    </form>
  );
}

function Or() {
  const t = useTranslations("signIn.card");
  return (
    <div className="flex items-center gap-3 text-ink-3 text-sm">
      <span className="h-px grow bg-line" />
      {t("or")}
      <span className="h-px grow bg-line" />
    </div>
  );
}
