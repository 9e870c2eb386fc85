import type { Kind } from "#lib/credits/kinds.ts";
import { partsOfCapture } from "#lib/credits/refundable.ts";
import type { Transaction } from "#lib/credits/transaction.ts";

/** What one line used of one kind; negative where a refund gives back. */
export interface UsedPart {
  at: Date;
  feature: string;
  kind: Kind;
  platform: string;
  used: number;
}

/** What lines used, from the history alone and by the rules' own parts of a capture: all lines of an account, oldest first. */
export function usedParts(lines: readonly Transaction[]): UsedPart[] {
  return lines.flatMap((line) => {
    const { at, feature } = line;
    if (feature === null) return [];
    const own = originOf(line, lines);
    const part = (kind: Kind, used: number) => ({ at, feature, kind, platform: own.platform ?? "service", used });
    if (line.type === "spend" || line.type === "refund") return line.entries.map((e) => part(e.kind, -e.amount));
    if (line.type !== "capture") return [];
    const parts = own.entries.map(({ batch, amount }) => ({ batch, amount: -amount }));
    const earlier = lines.filter((l) => l.type === "capture" && l.hold === line.hold && l.version < line.version);
    const before = earlier.reduce((sum, { captured }) => sum + (captured ?? 0), 0);
    const kinds = new Map(own.entries.map(({ batch, kind }) => [batch, kind]));
    return partsOfCapture({ parts }, { before, captured: line.captured ?? 0 }).map(({ batch, amount }) =>
      part(kinds.get(batch) ?? "purchased", amount),
    );
  });
}

/** The spend or hold that a line goes back to. */
function originOf(line: Transaction, lines: readonly Transaction[]): Transaction {
  if (line.type === "spend" || line.type === "hold") return line;
  const origin = lines.find(({ version }) => version === line.relatesTo);
  return origin === undefined ? line : originOf(origin, lines);
}
