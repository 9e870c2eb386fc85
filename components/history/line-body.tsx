"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { reloadIfOutdated } from "../network/outdated.ts";
import { Button } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** Renders the details of a line on the server: of the line alone, or of the job that it stands for. */
export type LoadLine = (version: number, lines: "jobs" | "all") => Promise<ReactNode>;

type Body = { status: "closed" | "loading" | "failed" } | { status: "loaded"; details: ReactNode };

interface LineBodyProps {
  version: number;
  lines: "jobs" | "all";
  /** Names the state of the list: an open line is loaded again when that changes. */
  asOf: number;
  load: LoadLine;
}

/** The details of a line, loaded when it is opened: of the fifty lines of a page most stay closed. */
export function LineBody({ version, lines, asOf, load }: LineBodyProps) {
  const t = useTranslations();
  const place = useRef<HTMLDivElement>(null);
  const [body, setBody] = useState<Body>({ status: "closed" });

  const look = useCallback(async () => {
    setBody((shown) => (shown.status === "loaded" ? shown : { status: "loading" }));
    try {
      setBody({ status: "loaded", details: await load(version, lines) });
    } catch (error) {
      if (!reloadIfOutdated(error)) setBody({ status: "failed" });
    }
  }, [load, version, lines]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new state of the list is a reason to load again.
  useEffect(() => {
    const details = place.current?.closest("details");
    const open = () => {
      if (details?.open) void look();
    };
    open();
    details?.addEventListener("toggle", open);
    return () => details?.removeEventListener("toggle", open);
  }, [look, asOf]);

  return (
    <div id={`line-${version}`} ref={place} className="scroll-mt-32 low:scroll-mt-14">
      {body.status === "loaded" ? body.details : null}
      {body.status === "loading" ? <Skeleton className="mx-5 my-4 h-24" /> : null}
      {body.status === "failed" ? (
        <p role="alert" className="flex flex-wrap items-center gap-3 px-5 py-4">
          {t("network.unreachable")}
          <Button variant="outline" size="sm" data-needs-network onClick={() => void look()}>
            {t("errors.retry")}
          </Button>
        </p>
      ) : null}
    </div>
  );
}
