import type { FeatureEntry, PackEntry, PlanEntry, PlanPriceEntry } from "./catalogue-file.ts";

/** The catalogue at an instant, with what is no longer offered and with later changes. */
export interface CatalogueState {
  /** In the order on screen. */
  features: (FeatureEntry & { offered: boolean })[];
  packs: (PackEntry & { sold: boolean })[];
  /** In the order on screen. */
  plans: (Omit<PlanEntry, "prices"> & { prices: (PlanPriceEntry & { sold: boolean })[] })[];
  /** Rows of the future: they take effect at their instant, whatever a file says today. */
  scheduled: { slug: string; from: Date }[];
}
