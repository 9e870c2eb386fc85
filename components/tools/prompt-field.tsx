"use client";

import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import type { ToolSlug } from "#lib/tools/tool.ts";
import { Textarea } from "../ui/input.tsx";
import { Label } from "../ui/label.tsx";

interface PromptFieldProps {
  tool: ToolSlug;
  prompt: string;
  onChange: (prompt: string) => void;
  error: string | null;
  inputRef: RefObject<HTMLTextAreaElement | null>;
}

/** The prompt, in the user's own words. */
export function PromptField({ tool, prompt, onChange, error, inputRef }: PromptFieldProps) {
  const t = useTranslations("tools.prompt");
  return (
    <div className="grid gap-1.5">
      <Label htmlFor="prompt">{t("label")}</Label>
      <Textarea
        id="prompt"
        ref={inputRef}
        rows={5}
        value={prompt}
        maxLength={400}
        placeholder={t(`examples.${tool}`)}
        aria-invalid={error !== null}
        aria-describedby="prompt-help prompt-problem"
        onChange={(event) => onChange(event.target.value)}
      />
      <p id="prompt-help" className="text-ink-2 text-sm">
        {t("help")}
      </p>
      <p id="prompt-problem" role="alert" className="font-medium text-error text-sm empty:hidden">
        {error}
      </p>
    </div>
  );
}
