import { noSuchRun } from "#lib/api/answer-run.ts";
import { methods } from "#lib/api/methods.ts";
import { presentRunTo } from "#lib/api/present-run.ts";
import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readRun } from "#lib/features/runs/read-run.ts";

const read = readRoute<never, { id: string }>(
  { web: true, service: null, device: "spend" },
  null,
  async ({ caller, params: { id } }) => {
    const run = await readRun(database(), caller.account, id);
    return run === null ? noSuchRun : Response.json({ run: presentRunTo(caller.sees, run) });
  },
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
