"use client";

import { ErrorCard } from "#components/layout/error-card.tsx";
import { PlainFrame } from "#components/layout/plain-frame.tsx";

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <PlainFrame demo>
      <ErrorCard error={error} retry={retry} />
    </PlainFrame>
  );
}
