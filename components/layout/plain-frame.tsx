import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "../ui/cn.ts";
import { DemoMark } from "./demo-mark.tsx";
import { HelpFooter } from "./help-footer.tsx";
import { Logo } from "./logo.tsx";
import { SkipLink } from "./skip-link.tsx";

/** The frame of pages that can be read without signing in. */
export function PlainFrame({
  demo,
  support,
  wide = false,
  children,
}: {
  demo: boolean;
  /** The address of support; none where it is not known. */
  support?: string | undefined;
  wide?: boolean | undefined;
  children: ReactNode;
}) {
  const t = useTranslations("shell");
  const width = wide ? "max-w-328" : "max-w-264";
  return (
    <>
      <SkipLink />
      <header className="border-line border-b">
        <div className={cn("mx-auto flex h-15 items-center gap-3 px-4 lg:px-8", width)}>
          {/* Without the router's link, which pages that failed would load for this alone. */}
          <a href="/" className="flex items-center gap-2.5 rounded-lg pointer-coarse:h-11">
            <Logo className="size-6.5" />
            <span className="font-bold text-lg tracking-[-0.02em]">{t("product")}</span>
          </a>
          {demo ? <DemoMark /> : null}
        </div>
      </header>
      <main id="main" tabIndex={-1} className={cn("mx-auto px-4 py-8 outline-none lg:px-8 lg:py-12", width)}>
        {children}
      </main>
      <div className={cn("mx-auto px-4 pb-8 lg:px-8", width)}>
        <HelpFooter support={support} className="border-line border-t pt-4" />
      </div>
    </>
  );
}
