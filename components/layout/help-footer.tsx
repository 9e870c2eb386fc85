import { useTranslations } from "next-intl";

interface HelpFooterProps {
  /** The address of support; undefined when none is configured. */
  support: string | undefined;
  className: string;
}

/** Help, in the same place and order at the end of every page. */
export function HelpFooter({ support, className }: HelpFooterProps) {
  const t = useTranslations("shell.help");
  const links = [
    { key: "how", href: "/how-credits-work" },
    { key: "prices", href: "/prices" },
    ...(support === undefined ? [] : [{ key: "support", href: `mailto:${support}` }]),
  ] as const;
  return (
    <footer className={className}>
      <nav aria-label={t("title")}>
        <ul className="flex flex-wrap gap-x-5 text-ink-2 text-sm">
          {links.map(({ key, href }) => (
            <li key={key}>
              <a
                href={href}
                className="inline-flex min-h-6 items-center rounded-sm underline decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:min-h-11"
              >
                {t(key)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </footer>
  );
}
