import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { cache } from "react";
import { z } from "zod";
import { KeepTimeZone } from "#app/keep-time-zone.tsx";
import { PageFrame } from "#app/page-frame.tsx";
import { EmailSignOut } from "#components/devices/email-sign-out.tsx";
import { readLinkedDevice } from "#lib/devices/sign-out-link.ts";
import { signOutFromEmail } from "../actions.ts";

const query = z.object({ device: z.string().max(100).catch(""), signature: z.string().max(100).catch("") });

// A mail scanner that opens the link changes nothing, and no other site learns the link.
export async function generateMetadata({ searchParams }: PageProps<"/device/sign-out">): Promise<Metadata> {
  const { device, signature } = query.parse(await searchParams);
  const found = await readLinked(device, signature);
  const t = await getTranslations("device");
  const name = found === null ? "" : t(`names.${found.platform}`, { version: found.version || "none", lab: "no" });
  const state = found === null ? "unknown" : found.signedOut ? "done" : "ask";
  return { title: t(`emailSignOut.${state}.title`, { name }), referrer: "same-origin", robots: { index: false } };
}

/** The target of the email about a new device: any reader of that mailbox can sign the device out. */
export default async function SignDeviceOut({ searchParams }: PageProps<"/device/sign-out">) {
  const link = query.parse(await searchParams);
  return (
    <PageFrame>
      <div className="mx-auto max-w-105">
        <EmailSignOut device={await readLinked(link.device, link.signature)} link={link} signOut={signOutFromEmail} />
      </div>
      <KeepTimeZone rendered={await getTimeZone()} />
    </PageFrame>
  );
}

/** The device that both the page and its title name: read once per page. */
const readLinked = cache((device: string, signature: string) => readLinkedDevice({ device, signature }));
