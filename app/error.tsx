"use client";

import { ErrorCard } from "#components/error-card.tsx";
import { PlainFrame } from "#components/shell/plain-frame.tsx";

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <PlainFrame demo>
      <ErrorCard error={error} retry={retry} />
    </PlainFrame>
  );
}
