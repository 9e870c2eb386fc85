import { useTranslations } from "next-intl";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import type { May } from "./may.ts";
import { SignedInRow } from "./signed-in-row.tsx";
import { useDeviceWords } from "./use-device-words.ts";

export interface BrowsersCardProps {
  /** This one first. */
  sessions: {
    id: string;
    method: "email" | "google" | "github" | "demo";
    createdAt: Date;
    lastSeenAt: Date;
    here: boolean;
  }[];
  may: May;
  signOut: FormAction;
}

const shown = 10;

/** The browsers in which a person is signed in. */
export function BrowsersCard({ sessions, may, signOut }: BrowsersCardProps) {
  const t = useTranslations("devices");
  const words = useDeviceWords();
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("browsers")}</CardTitle>
      </CardHeader>
      <CardContent>
        <ul>
          {sessions.slice(0, shown).map(({ here, method, ...session }) => (
            <SignedInRow
              key={session.id}
              {...session}
              platform="web"
              name={t("browser", { method })}
              may={words.may(may)}
              signOut={here ? null : signOut}
            />
          ))}
        </ul>
        {sessions.length > shown ? (
          <p className="text-ink-2 text-sm">{t("more", { count: sessions.length - shown })}</p>
        ) : null}
      </CardContent>
    </Card>
  );
}
