import { anchorOf, monthsOf, type Period } from "./months.ts";
import { isCharged, isTrial, isWholePeriod, type PaidLine } from "./paid-line.ts";

/** The credits of one seat for one month: above 0 to grant, below 0 to take from what the seat has of that month. */
export interface SeatMonth {
  /** 1, 2, 3 … within the subscription. */
  seat: number;
  month: Period;
  /** Whole credits, never 0. */
  credits: number;
}

/**
 * What a paid invoice's lines grant and take, by seat and month: a whole month counts the price's credits, a part of one its
 * share in milliseconds, and time that is given back counts negative. A line of quantity q counts for seats 1 to q. All
 * lines of a seat's month are added exactly and rounded down once, so that splitting or switching never mints credits.
 * `anchors` are the subscription's and then those of its earlier invoices. Lines of trials grant nothing here:
 * `trialOfLines` has them.
 */
export function creditsOfLines(lines: readonly PaidLine[], anchors: readonly Date[]): SeatMonth[] {
  const sums = new Map<string, { seat: number; month: Period; share: Fraction }>();
  for (const line of lines.filter(isCharged)) {
    for (const { month, share } of sharesOf(line, anchors)) {
      for (let seat = 1; seat <= line.quantity; seat += 1) {
        const key = `${seat} ${month.start.getTime()}`;
        const sum = sums.get(key);
        sums.set(key, { seat, month: sum?.month ?? month, share: add(sum?.share ?? nothing, share) });
      }
    }
  }
  return [...sums.values()]
    .map(({ seat, month, share }) => ({ seat, month, credits: roundDown(share) }))
    .filter(({ credits }) => credits !== 0)
    .toSorted((a, b) => a.seat - b.seat || a.month.start.getTime() - b.month.start.getTime());
}

/** The trial that an invoice's lines begin: its days and its credits; null when there is none or it has no credits. */
export function trialOfLines(lines: readonly PaidLine[]): SeatMonth | null {
  const line = lines.find((one) => isTrial(one) && one.quantity > 0 && one.price.trialCredits > 0);
  return line === undefined ? null : { seat: 1, month: line.period, credits: line.price.trialCredits };
}

/** An exact number of credits; `of` is above 0. */
interface Fraction {
  part: bigint;
  of: bigint;
}

const nothing: Fraction = { part: 0n, of: 1n };

/** A line's credits for one seat, cut at the months that its period touches. */
function sharesOf(line: PaidLine, known: readonly Date[]): { month: Period; share: Fraction }[] {
  const { period, price, givesBack } = line;
  const sign = givesBack ? -1 : 1;
  return monthsOf(period, anchorOf(period, { known, whole: isWholePeriod(line) })).map((month) => {
    const start = Math.max(period.start.getTime(), month.start.getTime());
    const end = Math.min(period.end.getTime(), month.end.getTime());
    const part = BigInt(sign * price.creditsPerMonth) * BigInt(end - start);
    return { month, share: { part, of: BigInt(month.end.getTime() - month.start.getTime()) } };
  });
}

function add(a: Fraction, b: Fraction): Fraction {
  if (a.of === b.of) return { part: a.part + b.part, of: a.of };
  return { part: a.part * b.of + b.part * a.of, of: a.of * b.of };
}

/** Towards the smaller number, also below 0: what is taken is never less than what was given for it. */
function roundDown({ part, of }: Fraction): number {
  const whole = part / of;
  return Number(part % of < 0n ? whole - 1n : whole);
}
