"use client";

import { useLocale, useTranslations } from "next-intl";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import type { LogLine } from "./use-log.ts";

/** Each request of the devices with its response, and each event of their streams. */
export function EventLog({ lines, onClear }: { lines: readonly LogLine[]; onClear: () => void }) {
  const t = useTranslations("devicesLab.log");
  return (
    <Card aria-labelledby="lab-log">
      <CardHeader>
        <div className="grid gap-0.5">
          <CardTitle id="lab-log">{t("title")}</CardTitle>
          <p className="text-ink-2 text-sm">{t("about")}</p>
        </div>
        <Button variant="outline" size="sm" onClick={onClear}>
          {t("clear")}
        </Button>
      </CardHeader>
      <CardContent>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <section aria-label={t("list")} tabIndex={0} className="max-h-80 overflow-y-auto">
          {lines.length === 0 ? <p className="py-2 text-ink-2">{t("empty")}</p> : null}
          <ol className="grid divide-y divide-line">
            {lines.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </ol>
        </section>
      </CardContent>
    </Card>
  );
}

function Line({ line }: { line: LogLine }) {
  const t = useTranslations("devicesLab.log");
  const locale = useLocale();
  const time = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  const isEvent = line.ms === null;
  const lost = line.status === null && !isEvent;
  return (
    <li className="grid gap-1 py-2.5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <time dateTime={new Date(line.at).toISOString()} className="text-ink-2">
          {time.format(line.at)}
        </time>
        <span className="w-16 font-medium">{t(line.platform)}</span>
        <code className="font-mono [overflow-wrap:anywhere]">{line.call}</code>
        {line.status === null ? null : <Badge variant={line.status < 400 ? "ok" : "warning"}>{line.status}</Badge>}
        {lost ? <Badge variant="error">{t("noAnswer")}</Badge> : null}
        {line.times > 1 ? <span className="text-ink-2">{t("times", { count: line.times })}</span> : null}
        {line.replayed ? <Badge variant="outline">{t("replayed")}</Badge> : null}
        {isEvent ? null : <span className="ms-auto text-ink-2">{t("ms", { count: line.ms ?? 0 })}</span>}
      </p>
      {line.answer === "" ? null : (
        <code className="line-clamp-2 font-mono text-ink-2 text-xs [overflow-wrap:anywhere]">{line.answer}</code>
      )}
    </li>
  );
}
