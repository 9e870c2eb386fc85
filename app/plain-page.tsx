import type { ReactNode } from "react";
import { PlainFrame } from "#components/layout/plain-frame.tsx";
import { isDemo, settings } from "#lib/config/settings.ts";

/** A page that can be read without signing in, in its frame. */
export function PlainPage({ wide, children }: { wide?: boolean | undefined; children: ReactNode }) {
  return (
    <PlainFrame demo={isDemo()} support={settings().supportEmail} wide={wide}>
      {children}
    </PlainFrame>
  );
}
