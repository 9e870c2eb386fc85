import { kinds } from "#lib/credits/kinds.ts";
import { csvLine, csvStart } from "#lib/format/csv.ts";
import type { ExportRow } from "#lib/ledger/read/export-history.ts";

/** How a download of the history is written. */
export const exportFormats = ["csv", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

interface Names {
  features: ReadonlyMap<string, string>;
  timeZone: string;
}

const columns = [
  "number",
  "time",
  "local_time",
  "type",
  "feature",
  "feature_name",
  "units",
  "credits",
  ...kinds,
  "balance_after",
  "batches",
  "held",
  "refunded",
  "platform",
  "app_version",
  "reference",
  "reason",
  "relates_to",
] as const;

/**
 * The text of a download, some rows at a time. Its end says how many rows it has, so that one that was cut is noticed: the last
 * line of a CSV file is `complete` with the number, and a JSON file without its end cannot be read.
 */
export async function* writeExport(
  pages: AsyncIterable<readonly ExportRow[]>,
  format: ExportFormat,
  names: Names,
): AsyncGenerator<string> {
  const local = localTime(names.timeZone);
  let count = 0;
  yield format === "csv" ? csvStart + csvLine(columns) : '{"rows":[';
  for await (const page of pages) {
    const rows = page.map((row) => fieldsOf(row, names, local));
    if (format === "csv") yield rows.map((row) => csvLine(columns.map((column) => cellOf(row, column)))).join("");
    else if (rows.length > 0) yield (count === 0 ? "\n" : ",\n") + rows.map((row) => JSON.stringify(row)).join(",\n");
    count += rows.length;
  }
  yield format === "csv" ? csvLine(["complete", count]) : `\n],"count":${count},"complete":true}\n`;
}

type Fields = ReturnType<typeof fieldsOf>;

function fieldsOf({ line, job, use, amount, entries }: ExportRow, { features }: Names, local: (at: Date) => string) {
  const { version, at, type, feature, balanceAfter, reason, relatesTo } = line;
  const { units, platform, clientVersion, reference } = use;
  const ofKind = (kind: (typeof kinds)[number]) =>
    entries.reduce((sum, entry) => (entry.kind === kind ? sum + entry.amount : sum), 0);
  return {
    number: version,
    time: at.toISOString(),
    local_time: local(at),
    type: job === null ? type : job.status === "open" ? "hold" : "job",
    feature,
    feature_name: feature === null ? null : (features.get(feature) ?? feature),
    units,
    credits: amount,
    subscription: ofKind("subscription"),
    activity: ofKind("activity"),
    purchased: ofKind("purchased"),
    balance_after: balanceAfter,
    batches: entries.map(({ batch, kind, amount: credits, expiresAt }) => ({
      batch,
      kind,
      credits,
      expires_at: expiresAt?.toISOString() ?? null,
    })),
    held: job?.held ?? null,
    refunded: job?.refunded ?? null,
    platform,
    app_version: clientVersion,
    reference,
    reason,
    relates_to: relatesTo,
  };
}

/** Batches stand in one cell, as number and credits: `12:-20 14:+5`. Without the sign a spreadsheet reads a time. */
function cellOf(row: Fields, column: (typeof columns)[number]): string | number | null {
  if (column !== "batches") return row[column];
  return row.batches.map(({ batch, credits }) => `${batch}:${credits > 0 ? "+" : ""}${credits}`).join(" ");
}

/** An instant in a zone as ISO 8601 with its offset. */
function localTime(timeZone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "longOffset",
  });
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const offset = part.timeZoneName?.replace("GMT", "") || "+00:00";
    return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}${offset.replace("−", "-")}`;
  };
}
