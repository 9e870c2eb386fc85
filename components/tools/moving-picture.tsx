"use client";

import { Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { Picture } from "../ui/picture.tsx";

/** A clip that can be paused, and starts paused for users who prefer reduced motion. */
export function MovingPicture({ url, alt, className }: { url: string; alt: string; className: string }) {
  const t = useTranslations("tools.result");
  const still = useRef<HTMLCanvasElement>(null);
  const [playing, setPlaying] = useState(true);

  function keepStill(image: HTMLImageElement) {
    const canvas = still.current;
    if (!canvas) return;
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d")?.drawImage(image, 0, 0);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) setPlaying(false);
  }

  return (
    <div className="grid gap-2">
      <Picture
        ref={(image) => {
          if (image?.complete) keepStill(image);
        }}
        src={url}
        alt={alt}
        hidden={!playing}
        className={cn("bg-soft", className)}
        onLoad={(event) => keepStill(event.currentTarget)}
      />
      <canvas ref={still} hidden={playing} role="img" aria-label={alt} className={cn("bg-soft", className)} />
      <Button variant="outline" size="sm" className="justify-self-start" onClick={() => setPlaying(!playing)}>
        {playing ? <Pause aria-hidden /> : <Play aria-hidden />}
        {t(playing ? "pause" : "play")}
      </Button>
    </div>
  );
}
