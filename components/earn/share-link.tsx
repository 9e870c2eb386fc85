"use client";

import { Check, Copy, Share2 } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/input.tsx";
import { Label } from "../ui/label.tsx";

interface ShareLinkProps {
  url: string;
  words: { label: string; copy: string; copied: string; share: string; text: string };
}

/** The user's link, to be copied or shared. Without JavaScript it can be selected. */
export function ShareLink({ url, words }: ShareLinkProps) {
  const id = useId();
  const [can, setCan] = useState({ copy: false, share: false });
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    // A browser has a clipboard only on https and localhost, and can share only on some systems.
    setCan({ copy: "clipboard" in navigator, share: "share" in navigator });
  }, []);
  const copy = async () => {
    await navigator.clipboard.writeText(url);
    setCopied(true);
  };
  // Closing the system's dialog is no error.
  const share = () => void navigator.share({ url, text: words.text }).catch(() => undefined);
  return (
    <div className="grid gap-1.5">
      <Label htmlFor={id}>{words.label}</Label>
      <div className="flex flex-wrap gap-2">
        <Input
          id={id}
          readOnly
          dir="ltr"
          value={url}
          onFocus={(event) => event.currentTarget.select()}
          className="w-auto min-w-48 max-w-105 flex-1"
        />
        {can.copy ? (
          <Button variant="outline" onClick={() => void copy()}>
            {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
            {words.copy}
          </Button>
        ) : null}
        {can.share ? (
          <Button variant="outline" onClick={share}>
            <Share2 aria-hidden className="size-4" />
            {words.share}
          </Button>
        ) : null}
        <p role="status" className="self-center text-ink-2 text-sm">
          {copied ? words.copied : ""}
        </p>
      </div>
    </div>
  );
}
