import { JobDetails } from "./job-details.tsx";
import type { Line } from "./line.ts";
import { LineDetails } from "./line-details.tsx";
import { ReportProblem } from "./report-problem.tsx";
import { useLineWords } from "./use-line-words.tsx";

/** The details of a line, or of the job that it stands for. `support` is the address to report a problem to, if there is one. */
export function LineContents({ line, support, now }: { line: Line; support: string | null; now: Date }) {
  const { where } = useLineWords(now)(line);
  return (
    <>
      {line.job ? (
        <JobDetails line={line} job={line.job} now={now} where={where} />
      ) : (
        <LineDetails line={line} now={now} where={where} />
      )}
      {support === null ? null : <ReportProblem transaction={line.transaction} support={support} />}
    </>
  );
}
