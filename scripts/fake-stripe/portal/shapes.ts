import { z } from "zod";

const metadata = z.record(z.string(), z.string());

/** What a portal lets its visitors do. */
export const portalConfiguration = z.object({
  id: z.string(),
  created: z.number(),
  updated: z.number(),
  active: z.boolean(),
  isDefault: z.boolean(),
  name: z.string().nullable(),
  returnUrl: z.string().nullable(),
  headline: z.string().nullable(),
  privacyUrl: z.string().nullable(),
  termsUrl: z.string().nullable(),
  canCancel: z.boolean(),
  cancelsAtPeriodEnd: z.boolean(),
  cancellationReasons: z.array(z.string()),
  asksForReason: z.boolean(),
  canChangeCard: z.boolean(),
  listsInvoices: z.boolean(),
  metadata,
});

/** One visit of the portal, with the deep link that it begins with. */
export const portalSession = z.object({
  id: z.string(),
  created: z.number(),
  customer: z.string(),
  configuration: z.string(),
  returnUrl: z.string().nullable(),
  flow: z
    .object({
      type: z.enum(["payment_method_update", "subscription_cancel"]),
      subscription: z.string().nullable(),
      afterCompletion: z.enum(["hosted_confirmation", "portal_homepage", "redirect"]),
      afterUrl: z.string().nullable(),
      message: z.string().nullable(),
    })
    .nullable(),
});
