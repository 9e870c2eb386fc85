"use server";

import { notFound } from "next/navigation";
import { z } from "zod";
import { signInLabDevice } from "#lib/devices/lab-device.ts";
import { requirePerson } from "#lib/people/current-person.ts";

const device = z.strictObject({ platform: z.enum(["desktop", "mobile"]), version: z.string().max(20) });

/** Signs a lab device in to the account of the signed-in user, and returns its token. */
export async function signInDevice(asked: z.input<typeof device>): Promise<string> {
  const { userId } = await requirePerson("/devices-lab");
  const parsed = device.safeParse(asked);
  const token = parsed.success ? await signInLabDevice(userId, parsed.data) : null;
  if (token === null) notFound();
  return token;
}
