import { JobDetails } from "./job-details.tsx";
import type { Line } from "./line.ts";
import { LineDetails } from "./line-details.tsx";
import { useLineWords } from "./use-line-words.tsx";

/** The details of a line, or of the job that it stands for. */
export function LineContents({ line, now }: { line: Line; now: Date }) {
  const { where } = useLineWords(now)(line);
  return line.job ? (
    <JobDetails line={line} job={line.job} now={now} where={where} />
  ) : (
    <LineDetails line={line} now={now} where={where} />
  );
}
