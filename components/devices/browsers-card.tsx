import { useTranslations } from "next-intl";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import type { Access } from "./access.ts";
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
  access: Access;
  signOut: FormAction;
}

/** The browsers in which the user is signed in. */
export function BrowsersCard({ sessions, access, signOut }: BrowsersCardProps) {
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
            access: words.access(access),
            signOut: here ? null : signOut,
          }))}
        />
      </CardContent>
    </Card>
  );
}
