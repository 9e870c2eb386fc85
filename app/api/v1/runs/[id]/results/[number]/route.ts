import { noSuchRun } from "#lib/api/answer-run.ts";
import { methods } from "#lib/api/methods.ts";
import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readRunFile } from "#lib/features/runs/read-run.ts";

const read = readRoute<never, { id: string; number: string }>(
  { web: true, service: null, device: "spend" },
  null,
  async ({ caller, params: { id, number } }) => {
    const file = await readRunFile(database(), caller.account, { run: id, number });
    if (file === null) return { ...noSuchRun, detail: "there is no such file, or it is no longer kept" };
    return new Response(new Uint8Array(file.bytes), {
      headers: {
        "Content-Type": file.type,
        "Content-Disposition": `inline; filename="${file.name}"`,
        "X-Content-Type-Options": "nosniff",
      },
    });
  },
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
