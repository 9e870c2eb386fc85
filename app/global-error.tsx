"use client";

import { useRetry } from "#components/layout/use-retry.ts";
import errors from "#messages/en/errors.json" with { type: "json" };

/** Replaces the whole page, the root layout too, so neither its styles nor its texts are available. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  useRetry(error, retry);
  const { failed, retry: again } = errors;
  return (
    <html lang="en" style={{ colorScheme: "light dark", fontFamily: "system-ui, sans-serif" }}>
      <body style={{ maxWidth: "32rem", margin: "4rem auto", padding: "0 1rem", lineHeight: 1.5 }}>
        <title>{failed.title}</title>
        <main>
          <div role="alert">
            <h1 style={{ fontSize: "1.375rem" }}>{failed.title}</h1>
            <p>{failed.words}</p>
          </div>
          <button type="button" onClick={retry} style={{ minHeight: "2.75rem", padding: "0 1rem", font: "inherit" }}>
            {again}
          </button>
        </main>
      </body>
    </html>
  );
}
