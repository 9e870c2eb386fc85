/**
 * Fields that a use carries from its request to its line without a rule reading them. A new one is added here, to the
 * shapes of the interface (`lib/api/shapes.ts`, `present.ts`) and to the table.
 */
export interface UseDetails {
  /** The caller's own reference, for example a job's id. */
  reference: string | null;
  /** The version of the app that made the request; null for a browser and a product back end. */
  clientVersion: string | null;
}

/** Details as a caller gives them: omitted ones become null on the line. */
export type GivenDetails = { [Name in keyof UseDetails]?: UseDetails[Name] | undefined };

/** Picks the details of a request, command or draft. */
export function detailsOf({ reference = null, clientVersion = null }: GivenDetails): UseDetails {
  return { reference, clientVersion };
}
