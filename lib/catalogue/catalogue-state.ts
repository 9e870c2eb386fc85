import type { FeatureEntry, PackEntry } from "./catalogue-file.ts";

/** What the catalogue holds at an instant, with what is no longer offered and what later rows will change. */
export interface CatalogueState {
  /** In the order on screen. */
  features: (FeatureEntry & { offered: boolean })[];
  packs: (PackEntry & { sold: boolean })[];
  /** Rows whose time has not come: they hold from then on, whatever a file says today. */
  scheduled: { slug: string; from: Date }[];
}
