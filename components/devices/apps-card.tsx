import Link from "next/link";
import { useTranslations } from "next-intl";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import type { Access } from "./access.ts";
import { SignedInList } from "./signed-in-list.tsx";
import { useDeviceWords } from "./use-device-words.ts";

export interface AppsCardProps {
  devices: {
    id: string;
    platform: "web" | "desktop" | "mobile";
    version: string;
    lab: boolean;
    createdAt: Date;
    lastSeenAt: Date;
    access: Access;
  }[];
  /** An app that is unused for this many days is signed out. */
  unusedDays: number;
  signOut: FormAction;
}

/** The desktop and mobile apps on which the user is signed in. */
export function AppsCard({ devices, unusedDays, signOut }: AppsCardProps) {
  const t = useTranslations("devices");
  const words = useDeviceWords();
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("apps")}</CardTitle>
        <Link href="/device" className={buttonVariants({ variant: "outline", size: "sm" })}>
          {t("add")}
        </Link>
      </CardHeader>
      <CardContent>
        {devices.length === 0 ? (
          <p className="text-ink-2">{t("none")}</p>
        ) : (
          <SignedInList
            atOnce={20}
            rows={devices.map(({ version, lab, access, ...device }) => ({
              ...device,
              name: words.name(device.platform, version, lab),
              access: words.access(access),
              signOut,
            }))}
          />
        )}
        <p className="mt-2 text-ink-2 text-sm">{t("unused", { days: unusedDays })}</p>
      </CardContent>
    </Card>
  );
}
