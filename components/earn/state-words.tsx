import { useTranslations } from "next-intl";
import { useReader } from "#components/balance/use-reader.ts";
import { formatInstant } from "#lib/format/dates.ts";
import { bdi } from "../ui/bdi.tsx";
import type { ClosedState } from "./campaign.ts";

/** Why there is nothing to claim now. */
export function StateWords({ state, now }: { state: ClosedState; now: Date }) {
  const t = useTranslations("earn.state");
  const reader = useReader();
  switch (state.status) {
    case "done":
      return state.nextAt === null
        ? t("done")
        : t.rich("next", { date: formatInstant(state.nextAt, now, reader), bdi });
    case "begins":
      return t.rich("begins", { date: formatInstant(state.at, now, reader), bdi });
    case "not-for-you":
      return t(state.because);
    case "paused":
    case "sold-out":
    case "ended":
      return t(state.status);
  }
}
