import { PlainPage } from "#app/plain-page.tsx";

export default function ProblemsLayout({ children }: LayoutProps<"/problems">) {
  return <PlainPage>{children}</PlainPage>;
}
