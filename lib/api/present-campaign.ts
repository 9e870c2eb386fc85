import type { CampaignState } from "#lib/campaigns/campaign-state.ts";
import type { ShownCampaign } from "#lib/campaigns/list-campaigns.ts";
import type { Visibility } from "#lib/devices/policy.ts";

/** A campaign as far as it is visible to a caller: dates and validity are for the web. */
export function presentCampaign({ campaign, state, credits }: ShownCampaign, visibility: Visibility) {
  const { slug, type, name, description } = campaign;
  const because = state.status === "not-for-you" ? { because: state.because } : {};
  const about = { slug, type, name, description, credits, state: { status: state.status, ...because } };
  if (visibility !== "batches") return about;
  const { weekBonus, validDays, beginsAt, endsAt, creditsFrom, timeZone } = campaign;
  return {
    ...about,
    ...{ weekBonus, validDays, beginsAt, endsAt, creditsFrom, timeZone },
    state: { ...about.state, ...momentsOf(state) },
  };
}

function momentsOf(state: CampaignState) {
  switch (state.status) {
    case "available":
      return state.next.dayInRow === null ? {} : { dayInRow: state.next.dayInRow };
    case "begins":
      return { nextAt: state.at };
    case "done":
      return state.nextAt === null ? {} : { nextAt: state.nextAt };
    case "waiting-for-friend":
    case "paused":
    case "sold-out":
    case "ended":
    case "not-for-you":
      return {};
  }
}
