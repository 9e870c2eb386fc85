"use client";

import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { type ToolSlug, tools } from "#lib/tools/tool.ts";
import type { Choice } from "./attempt.ts";
import { PhotoField } from "./photo-field.tsx";
import { PromptField } from "./prompt-field.tsx";
import { TemplateFields, type TemplateOffer } from "./template-fields.tsx";
import { UnitsField } from "./units-field.tsx";

/** A required input that is missing. */
export type Missing = "photo" | "headline" | "prompt" | null;

interface ToolFieldsProps {
  tool: ToolSlug;
  cost: number;
  choice: Choice;
  samples: readonly string[];
  templates: readonly TemplateOffer[];
  missing: Missing;
  onPhoto: (photo: Choice["photo"]) => void;
  onWords: (words: NonNullable<Choice["words"]>) => void;
  onPrompt: (prompt: string) => void;
  onUnits: (units: number) => void;
  refs: {
    photo: RefObject<HTMLInputElement | null>;
    headline: RefObject<HTMLInputElement | null>;
    prompt: RefObject<HTMLTextAreaElement | null>;
  };
}

/** The input of a tool: a prompt, a photo or a clip, a template, and the number of units. */
export function ToolFields({ tool, cost, choice, samples, templates, missing, refs, ...on }: ToolFieldsProps) {
  const t = useTranslations("tools");
  const { input } = tools[tool];
  return (
    <>
      {choice.words ? (
        <TemplateFields
          templates={templates}
          words={choice.words}
          onChange={on.onWords}
          cost={cost}
          error={missing === "headline" ? t("template.headlineMissing") : null}
          headlineRef={refs.headline}
        />
      ) : null}
      {choice.prompt === null ? (
        <PhotoField
          photo={choice.photo}
          onChoose={on.onPhoto}
          samples={samples}
          optional={input === "template"}
          clip={input === "clip"}
          error={missing === "photo" ? t(input === "clip" ? "clip.missing" : "photo.missing") : null}
          inputRef={refs.photo}
        />
      ) : (
        <PromptField
          tool={tool}
          prompt={choice.prompt}
          onChange={on.onPrompt}
          error={missing === "prompt" ? t("prompt.missing") : null}
          inputRef={refs.prompt}
        />
      )}
      <UnitsField tool={tool} units={choice.units} onChange={on.onUnits} />
    </>
  );
}

/** The required inputs that a choice lacks for its tool. */
export function findMissing(tool: ToolSlug, { photo, words, prompt }: Choice): Missing {
  switch (tools[tool].input) {
    case "prompt":
      return prompt?.trim() ? null : "prompt";
    case "template":
      return words?.headline.trim() ? null : "headline";
    case "photo":
    case "clip":
      return photo ? null : "photo";
  }
}
