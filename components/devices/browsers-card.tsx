import { useTranslations } from "next-intl";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import type { May } from "./may.ts";
import { SignedInList } from "./signed-in-list.tsx";
import { useDeviceWords } from "./use-device-words.ts";

export interface BrowsersCardProps {
  /** This browser first. */
  sessions: {
    id: string;
    method: "email" | "google" | "github" | "demo";
    browser: string | null;
    system: string | null;
    createdAt: Date;
    lastSeenAt: Date;
    here: boolean;
  }[];
  may: May;
  signOut: FormAction;
}

/** The browsers in which the user is signed in. */
export function BrowsersCard({ sessions, may, signOut }: BrowsersCardProps) {
  const t = useTranslations("devices");
  const words = useDeviceWords();
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("browsers")}</CardTitle>
      </CardHeader>
      <CardContent>
        <SignedInList
          atOnce={10}
          rows={sessions.map(({ here, method, browser, system, ...session }) => ({
            ...session,
            platform: "web",
            name: t("browser", { method, browser: browser ?? "none", system: system ?? "none" }),
            may: words.may(may),
            signOut: here ? null : signOut,
          }))}
        />
      </CardContent>
    </Card>
  );
}
