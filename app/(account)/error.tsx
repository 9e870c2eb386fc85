"use client";

import { ErrorCard } from "#components/layout/error-card.tsx";

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorCard error={error} retry={retry} />;
}
