import { expect, newOwner, test } from "./app.ts";

const badQueries = [
  "/balance?at=now",
  "/features?limit=1",
  "/transactions?limit=0",
  "/transactions?limit=201",
  "/transactions?limit=-1",
  "/transactions?limit=1e2",
  "/transactions?limit=",
  "/transactions?limit=5&limit=6",
  "/transactions?before=0",
  "/transactions?before=x",
  "/transactions?before=99999999999999999999",
  "/transactions?type=gift",
  "/transactions?type=",
  "/transactions?kind=spend",
  "/transactions?kind=%zz",
  "/transactions?from=yesterday",
  "/transactions?from=2026-11-22",
  "/transactions?to=20000-01-01T00:00:00Z",
  "/transactions?feature=%00",
  "/transactions?feature=",
  "/transactions?platform=%00",
  "/transactions?reference=",
  "/transactions?reference=%00",
  "/transactions?sort=amount",
  "/grants",
  "/grants?source=app-store",
  "/grants?sourceId=1",
  "/grants?source=app-store&sourceId=",
  "/grants?source=app-store&sourceId=%00",
  "/grants?source=app%20store&sourceId=1",
  "/grants?source=app-store&sourceId=1&sourceId=2",
  "/grants?source=app-store&sourceId=1&account=1",
  "/usage",
  "/usage?from=2026-11-01",
  "/usage?from=2026-11-02&to=2026-11-01",
  "/usage?from=1976-11-01&to=2026-11-01",
  "/usage?from=2026-02-30&to=2026-03-01",
  "/usage?from=2026-11-01T00:00:00Z&to=2026-11-02",
  "/usage?from=2026-11-01&to=2026-11-02&timeZone=Mars/Olympus",
  "/usage?from=2026-11-01&to=2026-11-02&timeZone=%2B05:37",
  "/usage?from=2026-11-01&to=2026-11-02&by=year",
  "/usage?from=2026-11-01&to=2026-11-02&group=account",
  "/batches?state=gone",
  "/batches?limit=1001",
  "/batches?after=0",
  "/batches?after=999999999999999",
  "/batches?kind=activity",
];

test("an invalid query is refused", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger, { purchased: 5 });
  for (const query of badQueries) {
    const { status, problem } = await backend.ask({ method: "GET", path: `/api/v1${query}` });
    expect([status, problem?.type], query).toEqual([422, "/problems/invalid-request"]);
  }
});
