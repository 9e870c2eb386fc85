import { kinds } from "#lib/credits/kinds.ts";
import { addressOf, queryOf, usePlaces } from "../history/filter.ts";
import type { Part } from "./series.ts";
import type { Group } from "./usage-query.ts";

/** The address of the history of a part: what was used and returned then, of one feature, kind or platform if there is a name. */
export function historyOfPart(
  { from, to }: Pick<Part, "from" | "to">,
  group: Group,
  name: string | null,
): `/profile/credits/history?${string}` {
  const query = queryOf({
    types: ["spend", "release"],
    kinds: group === "kind" ? kinds.filter((kind) => kind === name) : [],
    feature: group === "feature" ? name : null,
    platform: (group === "platform" && usePlaces.find((place) => place === name)) || null,
    from,
    to,
  });
  return `/profile/credits/history?${addressOf(query)}`;
}
