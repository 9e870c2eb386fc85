import { Globe, Monitor, Smartphone } from "lucide-react";
import { useNow, useTranslations } from "next-intl";
import { formatInstant } from "#lib/format/dates.ts";
import { AccountField } from "../balance/account-field.tsx";
import { useReader } from "../balance/use-reader.ts";
import type { FormAction } from "../sign-in/sign-in-card.tsx";
import { SubmitButton } from "../sign-in/submit-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { bdi } from "../ui/bdi.tsx";

const icons = { web: Globe, desktop: Monitor, mobile: Smartphone };

export interface SignedInRowProps {
  /** Identifies it in the form. */
  id: string;
  platform: keyof typeof icons;
  name: string;
  createdAt: Date;
  lastSeenAt: Date;
  /** What it can do, as text. */
  access: string;
  /** Signs it out; null for this browser. */
  signOut: FormAction | null;
}

/** One device or browser: what it is, when it was last used, what it can do, and how to sign it out. */
export function SignedInRow({ id, platform, name, createdAt, lastSeenAt, access, signOut }: SignedInRowProps) {
  const t = useTranslations("devices");
  const [reader, now] = [useReader(), useNow()];
  const Icon = icons[platform];
  const since = formatInstant(createdAt, now, reader);
  const hidden = (words: React.ReactNode) => <span className="sr-only">{words}</span>;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t py-3">
      <div className="flex min-w-60 flex-1 gap-3">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-2" />
        <div className="grid min-w-0 gap-0.5">
          <span className="font-semibold [overflow-wrap:anywhere]">{name}</span>
          <span className="text-ink-2 text-sm">{access}</span>
          <span className="text-ink-2 text-sm">
            <span className="inline-block">{t.rich("seen", { at: formatInstant(lastSeenAt, now, reader), bdi })}</span>
            <span className="max-sm:sr-only"> · </span>
            <span className="inline-block">{t.rich("since", { at: since, bdi })}</span>
          </span>
        </div>
      </div>
      {signOut === null ? (
        <Badge>{t("here")}</Badge>
      ) : (
        <form action={signOut} className="max-sm:ms-7">
          <AccountField />
          <input type="hidden" name="id" value={id} />
          <SubmitButton variant="outline" size="sm">
            <span>{t.rich("signOut", { name, at: since, hidden, bdi })}</span>
          </SubmitButton>
        </form>
      )}
    </li>
  );
}
