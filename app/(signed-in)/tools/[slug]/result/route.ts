import { sessionPerson } from "#lib/auth/person.ts";
import { database } from "#lib/database.ts";
import { answerRun, refuseRun } from "#lib/features/tools/answer-run.ts";
import { readUpload } from "#lib/features/tools/read-upload.ts";
import { runTool } from "#lib/features/tools/run-tool.ts";
import { parseTool } from "#lib/features/tools/tool.ts";
import { allow } from "#lib/limits/allow.ts";

/** Runs a tool for the signed-in person and answers with the file that it made, or says why there is none. */
export async function POST(request: Request, { params }: RouteContext<"/tools/[slug]/result">): Promise<Response> {
  const person = await sessionPerson(request);
  if (!person) return refuseRun({ status: "signed-out" });
  const tool = parseTool((await params).slug);
  if (!tool) return refuseRun({ status: "not-found" });
  const allowance = await allow({ key: `tools:${person.sessionId}`, capacity: 20, perSeconds: 60 });
  if (allowance.status === "limited") return refuseRun(allowance);
  const upload = await readUpload(request, tool);
  if (upload.status !== "read") return refuseRun(upload);
  return answerRun(await runTool(database(), person.accountId, upload));
}
