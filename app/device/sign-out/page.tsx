import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { z } from "zod";
import { KeepTimeZone } from "#app/keep-time-zone.tsx";
import { LetterSignOut } from "#components/device/letter-sign-out.tsx";
import { PlainFrame } from "#components/shell/plain-frame.tsx";
import { isDemo } from "#lib/config/settings.ts";
import { readLinkedDevice } from "#lib/devices/sign-out-link.ts";
import { signOutFromLetter } from "../actions.ts";

const query = z.object({ device: z.string().max(100).catch(""), signature: z.string().max(100).catch("") });

// A scanner that opens the link changes nothing, and no other site learns the link.
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("device.letter");
  return { title: t("title"), referrer: "same-origin", robots: { index: false } };
}

/** Where the letter about a new device leads: signed in or not, whoever reads that mailbox may sign the device out. */
export default async function SignDeviceOut({ searchParams }: PageProps<"/device/sign-out">) {
  const link = query.parse(await searchParams);
  return (
    <PlainFrame demo={isDemo()}>
      <div className="mx-auto max-w-105">
        <LetterSignOut device={await readLinkedDevice(link)} link={link} signOut={signOutFromLetter} />
      </div>
      <KeepTimeZone rendered={await getTimeZone()} />
    </PlainFrame>
  );
}
