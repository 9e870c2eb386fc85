import { useNow, useTranslations } from "next-intl";
import { formatInstant } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { StepTitle } from "../layout/step-title.tsx";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { SubmitButton } from "../sign-in/submit-button.tsx";
import { bdi } from "../ui/bdi.tsx";
import { Card } from "../ui/card.tsx";
import { useDeviceWords } from "./use-device-words.ts";

export interface EmailSignOutProps {
  /** The device that the email names; null when the link is not valid or the device was removed long ago. */
  device: { platform: "web" | "desktop" | "mobile"; version: string; createdAt: Date; signedOut: boolean } | null;
  link: { device: string; signature: string };
  signOut: FormAction;
}

/** Asks for confirmation before an email's link signs a device out; afterwards says that it is signed out. */
export function EmailSignOut({ device, link, signOut }: EmailSignOutProps) {
  const t = useTranslations("device.emailSignOut");
  const words = useDeviceWords();
  const [reader, now] = [useReader(), useNow()];
  const state = device === null ? "unknown" : device.signedOut ? "done" : "ask";
  const name = device === null ? "" : words.name(device.platform, device.version);
  return (
    <Card className="grid gap-4 p-5 sm:p-6">
      <StepTitle key={state}>{t.rich(`${state}.title`, { name, bdi })}</StepTitle>
      <p>{t.rich(`${state}.text`, { at: device === null ? "" : formatInstant(device.createdAt, now, reader), bdi })}</p>
      {state === "ask" ? (
        <form action={signOut}>
          <input type="hidden" name="device" value={link.device} />
          <input type="hidden" name="signature" value={link.signature} />
          <SubmitButton size="lg" className="w-full">
            {t("button")}
          </SubmitButton>
        </form>
      ) : null}
    </Card>
  );
}
