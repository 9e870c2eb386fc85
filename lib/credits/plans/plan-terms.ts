import { endOfPlanBatch } from "./end-of-plan-batch.ts";
import { addMonths } from "./months.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** A plan's price as sold: money for an interval in minor units, credits for a month. */
export interface PlanToBuy {
  interval: "month" | "year";
  amountCents: number;
  creditsPerMonth: number;
  trialDays: number;
  trialCredits: number;
}

/** One thing that a plan does once it is bought. */
export interface PlanStep {
  /** When it happens first; null is the moment of buying. */
  at: Date | null;
  /** How often it happens again; null is once. */
  every: "month" | "year" | null;
  /** What is charged, in minor units. */
  amountCents: number;
  /** What is added. */
  credits: number;
  /** When the credits added at the moment of buying end; null for others, and without credits. */
  until: Date | null;
}

/** What is charged and added when, if a plan is bought now and kept, in order of time. `trial` is whether one begins. */
export function stepsOfPlan(plan: PlanToBuy, { trial, now }: { trial: boolean; now: Date }): PlanStep[] {
  const { interval, amountCents, creditsPerMonth: credits } = plan;
  const hasTrial = trial && plan.trialDays > 0;
  const start = hasTrial ? new Date(now.getTime() + plan.trialDays * dayMs) : now;
  const first: PlanStep = hasTrial
    ? { at: null, every: null, amountCents: 0, credits: plan.trialCredits, until: endOfPlanBatch(start, now) }
    : { at: null, every: null, amountCents, credits, until: endOfPlanBatch(addMonths(now, 1), now) };
  const steps = [{ ...first, until: first.credits === 0 ? null : first.until }];
  if (interval === "month") {
    const at = hasTrial ? start : addMonths(start, 1);
    return [...steps, { at, every: "month", amountCents, credits, until: null }];
  }
  if (hasTrial) steps.push({ at: start, every: null, amountCents, credits, until: null });
  return [
    ...steps,
    { at: addMonths(start, 1), every: "month", amountCents: 0, credits, until: null },
    { at: addMonths(start, 12), every: "year", amountCents, credits: 0, until: null },
  ];
}
