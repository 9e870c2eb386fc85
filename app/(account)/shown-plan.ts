import { cache } from "react";
import { readPlan } from "#lib/billing/plans/read-plan.ts";
import { database } from "#lib/database.ts";

/** The plan that all parts of one rendered page show: it is read once for the request, on first use. */
export const readShownPlan = cache((account: string) => readPlan(database(), account));
