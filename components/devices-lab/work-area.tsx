"use client";

import { useTranslations } from "next-intl";
import type { Feature } from "#lib/client/responses.ts";
import { cn } from "../ui/cn.ts";
import { Picture } from "../ui/picture.tsx";
import { FeatureList } from "./feature-list.tsx";
import type { Project } from "./projects.ts";
import { RefusalText } from "./refusal-text.tsx";
import { TaskPanel } from "./task-panel.tsx";
import type { Device } from "./use-device.ts";
import type { useTask } from "./use-task.ts";

interface WorkAreaProps {
  device: Device;
  project: Project;
  work: ReturnType<typeof useTask>;
  picture: string;
  onUse: (feature: Feature, button: HTMLElement) => void;
}

/** What an app shows of its work: the project or the run's result, the run's state, and the features. */
export function WorkArea({ device, project, work: { task, start, cancel }, picture, onUse }: WorkAreaProps) {
  const t = useTranslations("devicesLab");
  const made = task.status === "over" ? task.picture : null;
  const { refusal } = device.following;
  return (
    <>
      <Picture
        src={made ?? project.picture}
        alt={made === null ? t("pictureAlt", { project: t(`projects.${project.slug}`) }) : t("resultAlt")}
        className={cn(made === null ? "object-cover" : "object-contain", picture)}
      />
      <TaskPanel
        task={task}
        version={device.version}
        onCancel={() => void cancel()}
        onTryAgain={(key) => (task.status === "refused" ? void start(task.use, key) : undefined)}
      />
      {refusal ? (
        <div className="rounded-xl border border-warning bg-warning-soft px-4 py-3 text-sm">
          <RefusalText refusal={refusal} version={device.version} />
        </div>
      ) : null}
      <FeatureList
        device={device}
        project={project}
        busy={task.status === "starting" || task.status === "running"}
        onUse={onUse}
      />
    </>
  );
}
