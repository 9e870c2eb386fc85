import { notFound } from "next/navigation";
import { getNow, getTranslations } from "next-intl/server";
import { settings } from "#lib/config/settings.ts";
import { isLive } from "#lib/credits/batch.ts";
import { database } from "#lib/database.ts";
import { calendarFile } from "#lib/format/calendar-file.ts";
import { readBatch } from "#lib/ledger/read/batches.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { parseBatchNumber } from "../batch-number.ts";

/** A calendar file for the end of one of the person's batches; not found when it has no end that is still to come. */
export async function GET(_request: Request, { params }: RouteContext<"/profile/credits/batches/[batch]/expiry.ics">) {
  const { batch: asked } = await params;
  const page = `/profile/credits/batches/${encodeURIComponent(asked)}` as const;
  const { accountId } = await requirePerson(page);
  const number = parseBatchNumber(asked);
  const batch = number === null ? null : await readBatch(database(), accountId, number);
  const now = await getNow();
  if (batch === null || batch.expiresAt === null || batch.remaining === 0 || !isLive(batch, now)) notFound();
  const t = await getTranslations("batch.calendar");
  const url = `${settings().appUrl}/profile/credits/batches/${batch.number}`;
  const amount = { amount: batch.remaining };
  const text = calendarFile(
    {
      uid: `batch-${batch.number}-${accountId}@${new URL(url).hostname}`,
      at: batch.expiresAt,
      title: t("title", amount),
      description: `${batch.label}: ${t("description", amount)}`,
      url,
    },
    now,
  );
  return new Response(text, {
    headers: {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": `attachment; filename="credits-expire-${batch.number}.ics"`,
      "Cache-Control": "private, no-store",
      "Cross-Origin-Resource-Policy": "same-origin",
    },
  });
}
