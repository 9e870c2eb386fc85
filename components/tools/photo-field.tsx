"use client";

import { ImageUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, type RefObject, useState } from "react";
import { cn } from "../ui/cn.ts";
import { Picture } from "../ui/picture.tsx";
import type { Choice } from "./attempt.ts";

type Photo = Choice["photo"];

const bytesLimit = 8 * 1024 * 1024;

interface PhotoFieldProps {
  photo: Photo;
  onChoose: (photo: Photo) => void;
  samples: readonly string[];
  optional: boolean;
  /** Whether it takes a clip instead of a photo. */
  clip?: boolean;
  error: string | null;
  inputRef: RefObject<HTMLInputElement | null>;
}

/** The user's own photo or clip, by click, keyboard or drag and drop, or one of the bundled drawings. */
export function PhotoField({ photo, onChoose, samples, optional, clip = false, error, inputRef }: PhotoFieldProps) {
  const t = useTranslations(clip ? "tools.clip" : "tools.photo");
  const [problem, setProblem] = useState<"too-heavy" | null>(null);
  const [over, setOver] = useState(false);
  const shown = problem ? t("too-heavy") : error;

  function take(file: File | undefined) {
    setOver(false);
    if (!file) return;
    const heavy = file.size > bytesLimit;
    setProblem(heavy ? "too-heavy" : null);
    onChoose(heavy ? null : { kind: "file", file, url: URL.createObjectURL(file) });
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  }

  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-2 font-semibold">{t(optional ? "legendOptional" : "legend")}</legend>
      <label
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          "relative grid min-h-56 place-items-center overflow-hidden rounded-xl border border-control border-dashed bg-soft p-4 text-center hover:border-ink",
          "has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
          over && "border-ink!",
          shown && "border-error!",
        )}
      >
        <input
          ref={inputRef}
          type="file"
          accept={clip ? "image/webp,image/gif" : "image/jpeg,image/png,image/webp"}
          aria-label={t("upload")}
          aria-invalid={shown !== null}
          aria-describedby="photo-help photo-problem"
          onChange={(event) => {
            take(event.target.files?.[0]);
            // Lets the same file be chosen again after a drawing.
            event.target.value = "";
          }}
          className="absolute inset-0 size-full cursor-pointer opacity-0"
        />
        {photo ? (
          <Picture
            src={photo.kind === "file" ? photo.url : sampleUrl(photo.name)}
            alt={photo.kind === "file" ? t("chosen", { name: photo.file.name }) : t(`samples.${photo.name}`)}
            className="max-h-72 max-w-full rounded-lg object-contain"
          />
        ) : (
          <span className="grid justify-items-center gap-2">
            <ImageUp aria-hidden className="size-6 text-ink-3" />
            <span className="font-semibold">{t("upload")}</span>
          </span>
        )}
      </label>
      <p id="photo-help" className="text-ink-2 text-sm">
        {photo ? t("another") : t("help")}
      </p>
      <p id="photo-problem" role="alert" className="font-medium text-error text-sm empty:hidden">
        {shown}
      </p>
      <Samples
        samples={samples}
        photo={photo}
        optional={optional}
        clip={clip}
        onChoose={(next) => {
          setProblem(null);
          onChoose(next);
        }}
      />
    </fieldset>
  );
}

function Samples({
  samples,
  photo,
  optional,
  clip,
  onChoose,
}: Pick<PhotoFieldProps, "samples" | "photo" | "optional" | "clip" | "onChoose">) {
  const t = useTranslations(clip ? "tools.clip" : "tools.photo");
  const tile =
    "relative grid size-16 place-items-center overflow-hidden rounded-lg border-2 border-line has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 has-checked:border-ink";
  return (
    <div role="radiogroup" aria-label={t("samplesName")} className="flex flex-wrap gap-2">
      {samples.map((name) => (
        <label key={name} data-choice className={tile}>
          <input
            type="radio"
            name="sample"
            value={name}
            className="absolute inset-0 z-1 size-full cursor-pointer opacity-0"
            checked={photo?.kind === "sample" && photo.name === name}
            onChange={() => onChoose({ kind: "sample", name })}
          />
          <Picture src={sampleUrl(name)} alt={t(`samples.${name}`)} className="size-full object-cover" />
        </label>
      ))}
      {optional ? (
        <label data-choice className={cn(tile, "px-1 text-center text-xs")}>
          <input
            type="radio"
            name="sample"
            value="own"
            className="absolute inset-0 z-1 size-full cursor-pointer opacity-0"
            checked={photo === null}
            onChange={() => onChoose(null)}
          />
          {t("none")}
        </label>
      ) : null}
    </div>
  );
}

function sampleUrl(name: string): string {
  return `/samples/${name}.${name === "clip" ? "webp" : "jpg"}`;
}
