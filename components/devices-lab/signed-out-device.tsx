"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import { useCodeSignIn } from "./use-code-sign-in.ts";
import type { Device } from "./use-device.ts";

/** A device without a token: the user signs it in at once, to look around, or as real devices are, by a code typed on the web. */
export function SignedOutDevice({ device }: { device: Device }) {
  const t = useTranslations("devicesLab.signedOut");
  const { state, begin, leave } = useCodeSignIn(device);
  if (state.status === "code") {
    return (
      <div className="grid flex-1 content-center justify-items-center gap-3 p-6 text-center">
        <p className="text-ink-2 text-sm">{t("type")}</p>
        <p role="status" className="font-bold text-xl tracking-[0.08em]">
          {state.userCode}
        </p>
        <a
          href={state.verificationUri}
          target="_blank"
          rel="noreferrer"
          className="py-2 underline underline-offset-4 [overflow-wrap:anywhere]"
        >
          {state.verificationUri}
        </a>
        <Button variant="outline" onClick={leave}>
          {t("leave")}
        </Button>
      </div>
    );
  }
  return (
    <div className="grid flex-1 content-center justify-items-center gap-3 p-6 text-center">
      <p role="status" className="font-semibold">
        {t(state.status)}
      </p>
      <p className="max-w-prose text-ink-2 text-sm">{t("about")}</p>
      <Button onClick={begin}>{t("withCode")}</Button>
      <Button variant="outline" onClick={device.signInAtOnce}>
        {t("atOnce")}
      </Button>
    </div>
  );
}
