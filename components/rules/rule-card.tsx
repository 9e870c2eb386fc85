import type { ReactNode } from "react";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";

/** A part of the rules with a heading that links can point at. */
export function RuleCard({ id, title, children }: { id: string; title: ReactNode; children: ReactNode }) {
  return (
    <Card aria-labelledby={id}>
      <CardHeader>
        <CardTitle id={id}>{title}</CardTitle>
      </CardHeader>
      <CardContent className="grid max-w-prose grid-cols-[minmax(0,1fr)] gap-3">{children}</CardContent>
    </Card>
  );
}
