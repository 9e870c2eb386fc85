"use client";

import { ErrorCard } from "#components/error-card.tsx";

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="px-4">
      <ErrorCard error={error} retry={retry} />
    </main>
  );
}
