"use client";

import { CircleAlert, Info, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { holdLinks } from "./hold-links.ts";
import { noteForms, restoreForm } from "./kept-form.ts";
import { refuseOffline } from "./refuse-offline.ts";
import { type NetworkProblem, onNetworkProblem } from "./reports.ts";

/** Says at once when a press cannot have its effect because of the network or of a new build, on every page. */
export function NetworkNotice() {
  const t = useTranslations("network");
  const [problem, setProblem] = useState<NetworkProblem | null>(null);

  useEffect(() => {
    const online = () => setProblem((shown) => (shown === "reloaded" ? shown : null));
    window.addEventListener("online", online);
    // First the forms are noted: what is refused is not passed on.
    const stops = [noteForms(), refuseOffline(), holdLinks(), onNetworkProblem(setProblem)];
    if (restoreForm()) setProblem("reloaded");
    return () => {
      window.removeEventListener("online", online);
      for (const stop of stops) stop();
    };
  }, []);

  const Icon = problem === "reloaded" ? Info : CircleAlert;
  return (
    // Always there, as a live region must be; an open dialog hides everything but live regions from screen readers.
    <div role="alert" aria-live="assertive" className="pointer-events-none fixed inset-x-3 top-3 z-60 grid">
      {problem === null ? null : (
        <div className="pointer-events-auto mx-auto flex max-w-xl items-start gap-3 rounded-xl border border-ink bg-popover py-1.5 ps-4 pe-1.5 text-ink shadow-float">
          <Icon aria-hidden className="mt-2.5 size-4 shrink-0" />
          <p className="self-center py-1">{t(problem)}</p>
          <button
            type="button"
            aria-label={t("close")}
            onClick={() => setProblem(null)}
            className="grid size-9 shrink-0 place-items-center rounded-lg text-ink-2 hover:bg-soft pointer-coarse:size-11"
          >
            <X aria-hidden className="size-4" />
          </button>
        </div>
      )}
    </div>
  );
}
