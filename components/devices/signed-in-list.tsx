import { useTranslations } from "next-intl";
import { SignedInRow, type SignedInRowProps } from "./signed-in-row.tsx";

/** Devices or browsers, the first of them visible and the others behind one button, so all of them can be reached. */
export function SignedInList({ rows, atOnce }: { rows: readonly SignedInRowProps[]; atOnce: number }) {
  const t = useTranslations("devices");
  const more = rows.slice(atOnce);
  return (
    <>
      <Rows rows={rows.slice(0, atOnce)} />
      {more.length > 0 ? (
        <details className="border-line border-t">
          <summary className="flex min-h-11 cursor-pointer items-center font-medium text-sm underline underline-offset-4">
            {t("more", { count: more.length })}
          </summary>
          <Rows rows={more} />
        </details>
      ) : null}
    </>
  );
}

function Rows({ rows }: { rows: readonly SignedInRowProps[] }) {
  return (
    <ul>
      {rows.map((row) => (
        <SignedInRow key={row.id} {...row} />
      ))}
    </ul>
  );
}
