import { Check, Mail } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { Badge } from "../ui/badge.tsx";
import { bdi } from "../ui/bdi.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";

export interface MethodsCardProps {
  email: string;
  /** Whether this server can email links. */
  byMail: boolean;
  demo: boolean;
  providers: { name: "google" | "github"; connected: boolean }[];
  connect: FormAction;
}

/** The methods that the user can sign in with, and those that can be connected. */
export function MethodsCard({ email, byMail, demo, providers, connect }: MethodsCardProps) {
  const t = useTranslations("profile.methods");
  const names = useTranslations("signIn.providers");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      <CardContent>
        <ul>
          {demo ? <Method>{t("demo")}</Method> : null}
          {byMail ? (
            <Method mark={<Connected words={t("always")} />}>
              <Mail aria-hidden className="size-4 shrink-0 text-ink-2" />
              <span className="[overflow-wrap:anywhere]">{t.rich("email", { address: email, bdi })}</span>
            </Method>
          ) : null}
          {providers.map(({ name, connected }) => (
            <Method
              key={name}
              mark={connected ? <Connected words={t("connected")} /> : <Connect provider={name} connect={connect} />}
            >
              {names(name)}
            </Method>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}

function Method({ children, mark }: { children: ReactNode; mark?: ReactNode }) {
  return (
    <li className="flex min-h-13 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-t py-2">
      <span className="flex min-w-0 items-center gap-2.5">{children}</span>
      {mark}
    </li>
  );
}

function Connected({ words }: { words: string }) {
  return (
    <Badge variant="ok">
      <Check aria-hidden />
      {words}
    </Badge>
  );
}

function Connect({ provider, connect }: { provider: "google" | "github"; connect: FormAction }) {
  const t = useTranslations("profile.methods");
  const names = useTranslations("signIn.providers");
  return (
    <form action={connect}>
      <input type="hidden" name="next" value="/profile" />
      <Button type="submit" name="provider" value={provider} variant="outline" size="sm">
        {t("connect", { provider: names(provider) })}
      </Button>
    </form>
  );
}
