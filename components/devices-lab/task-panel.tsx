"use client";

import { CircleCheck, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import { RefusalText } from "./refusal-text.tsx";
import type { Task } from "./use-task.ts";

interface TaskPanelProps {
  task: Task;
  version: string;
  onCancel: () => void;
  onTryAgain: (key: string) => void;
}

/** What a feature is doing on a device, and how it ended. */
export function TaskPanel({ task, ...props }: TaskPanelProps) {
  return (
    <div
      role="status"
      className={task.status === "none" ? "sr-only" : "rounded-xl border border-line bg-card px-4 py-3 text-sm"}
    >
      <Told task={task} {...props} />
    </div>
  );
}

function Told({ task, version, onCancel, onTryAgain }: TaskPanelProps) {
  const t = useTranslations("devicesLab.task");
  switch (task.status) {
    case "none":
      return null;
    case "starting":
      return <p>{t("starting")}</p>;
    case "running":
      return (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p>{t("running", { progress: task.run.progress ?? 0 })}</p>
          <Button variant="outline" size="sm" onClick={onCancel}>
            {t("cancel")}
          </Button>
        </div>
      );
    case "over":
      return <Ended task={task} />;
    case "refused":
      return (
        <div className="grid justify-items-start gap-2">
          <RefusalText refusal={task.refusal} version={version} />
          {task.refusal.status === "unknown" ? <TryAgain of={task.refusal.key} onTryAgain={onTryAgain} /> : null}
        </div>
      );
  }
}

function TryAgain({ of, onTryAgain }: { of: string; onTryAgain: (key: string) => void }) {
  const t = useTranslations("devicesLab.task");
  return (
    <Button variant="outline" size="sm" onClick={() => onTryAgain(of)}>
      {t("tryAgain")}
    </Button>
  );
}

function Ended({ task: { run } }: { task: Extract<Task, { status: "over" }> }) {
  const t = useTranslations("devicesLab.task");
  const done = run.status === "done";
  const Icon = done ? CircleCheck : Undo2;
  return (
    <p className="flex items-center gap-2">
      <Icon aria-hidden className={done ? "size-4 shrink-0 text-ok" : "size-4 shrink-0 text-warning"} />
      {done ? t("done", { cost: run.cost ?? 0 }) : t(run.status === "cancelled" ? "cancelled" : "failed")}
    </p>
  );
}
