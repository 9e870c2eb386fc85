import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getNow, getTranslations } from "next-intl/server";
import { z } from "zod";
import { BillingProblemNotice, billingProblems } from "#components/billing/billing-notices.tsx";
import { ChangeForm } from "#components/billing/change-form.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { readBuyingFreeze } from "#lib/billing/payments/buying-freeze.ts";
import { previewChange } from "#lib/billing/plans/preview-change.ts";
import { readPlan } from "#lib/billing/plans/read-plan.ts";
import { StripeUnavailable } from "#lib/billing/stripe/client.ts";
import { database } from "#lib/database.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { confirmChange } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("billing.choices"))("title") };
}

const query = z.object({
  plan: z.string().max(60).catch(""),
  interval: z.enum(["month", "year"]).catch("month"),
  problem: z.enum(billingProblems).optional().catch(undefined),
});

export default async function ChangePage({ searchParams }: PageProps<"/profile/billing/change">) {
  const person = await requirePerson();
  const { plan, interval, problem } = query.parse(await searchParams);
  const [own, stopped] = [await readPlan(database(), person.userId), await readBuyingFreeze(database(), person.userId)];
  // The billing page says why nothing can be changed.
  if (own === null || stopped !== null) redirect("/profile/billing");
  const subscription = own.subscription.id;
  const preview = await readPreview({ userId: person.userId, subscription, plan, interval });
  if (preview.status !== "ready") redirect(`/profile/billing?${new URLSearchParams({ problem: preview.status })}`);
  const [t, by] = [await getTranslations("billing.change"), await getTranslations("billing.plan.by")];
  return (
    <>
      <PageHeading title={t("title", { plan: preview.to.name, by: by(preview.to.interval) })} />
      <div className="grid max-w-2xl gap-4">
        {problem ? <BillingProblemNotice problem={problem} /> : null}
        <ChangeForm
          preview={preview}
          subscription={subscription}
          changeKey={randomUUID()}
          now={await getNow()}
          confirm={confirmChange}
        />
      </div>
    </>
  );
}

async function readPreview(chosen: Parameters<typeof previewChange>[1]) {
  try {
    return await previewChange(database(), chosen);
  } catch (error) {
    if (error instanceof StripeUnavailable) return { status: "unavailable" } as const;
    throw error;
  }
}
