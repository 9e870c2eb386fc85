"use client";

import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { Input } from "../ui/input.tsx";
import { Label } from "../ui/label.tsx";
import { Picture } from "../ui/picture.tsx";
import type { Choice } from "./attempt.ts";

/** A template as its field shows it; sizes in pixels. */
export interface TemplateOffer {
  slug: string;
  width: number;
  height: number;
}

type Words = NonNullable<Choice["words"]>;

interface TemplateFieldsProps {
  templates: readonly TemplateOffer[];
  words: Words;
  onChange: (words: Words) => void;
  cost: number;
  error: string | null;
  headlineRef: RefObject<HTMLInputElement | null>;
}

const choice =
  "relative has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 has-checked:border-ink rounded-xl border-2 border-line bg-card";

/** Which template, which texts, and whether the watermark stays. */
export function TemplateFields({ templates, words, onChange, cost, error, headlineRef }: TemplateFieldsProps) {
  const t = useTranslations("tools.template");
  return (
    <>
      <fieldset className="min-w-0">
        <legend className="mb-2 font-semibold">{t("legend")}</legend>
        <div className="grid grid-cols-3 gap-2">
          {templates.map(({ slug, width, height }) => (
            <label key={slug} data-choice className={`${choice} grid content-between gap-2 p-2`}>
              <input
                type="radio"
                name="template"
                value={slug}
                className="absolute inset-0 z-1 size-full cursor-pointer opacity-0"
                checked={words.template === slug}
                onChange={() => onChange({ ...words, template: slug })}
              />
              <Picture src={`/samples/template-${slug}.jpg`} alt="" className="h-24 w-full rounded-md object-contain" />
              <span className="text-sm">
                <span className="block font-semibold">{t(`names.${slug}`)}</span>
                <span className="text-ink-2 text-xs">{t("size", { width, height })}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-1.5">
        <Label htmlFor="headline">{t("headline")}</Label>
        <Input
          id="headline"
          ref={headlineRef}
          value={words.headline}
          maxLength={80}
          aria-invalid={error !== null}
          aria-describedby="headline-problem"
          onChange={(event) => onChange({ ...words, headline: event.target.value })}
        />
        <p id="headline-problem" role="alert" className="font-medium text-error text-sm empty:hidden">
          {error}
        </p>
      </div>
      <div className="grid gap-1.5">
        <Label htmlFor="detail">{t("detail")}</Label>
        <Input
          id="detail"
          value={words.detail}
          maxLength={140}
          onChange={(event) => onChange({ ...words, detail: event.target.value })}
        />
      </div>
      <fieldset className="min-w-0">
        <legend className="mb-2 font-semibold">{t("watermarkLegend")}</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {[true, false].map((watermark) => (
            <label
              key={String(watermark)}
              data-choice
              className={`${choice} flex min-h-11 items-center justify-between gap-2 px-3 py-2`}
            >
              <input
                type="radio"
                name="watermark"
                value={String(watermark)}
                className="absolute inset-0 z-1 size-full cursor-pointer opacity-0"
                checked={words.watermark === watermark}
                onChange={() => onChange({ ...words, watermark })}
              />
              <span>{t(watermark ? "with" : "without")}</span>
              <span className="font-bold">{watermark ? t("free") : t("cost", { count: cost })}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}
