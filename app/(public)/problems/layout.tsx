import { PlainFrame } from "#components/layout/plain-frame.tsx";
import { isDemo } from "#lib/config/settings.ts";

export default function ProblemsLayout({ children }: LayoutProps<"/problems">) {
  return <PlainFrame demo={isDemo()}>{children}</PlainFrame>;
}
