import { expect, test, vi } from "vitest";
import { followBalance } from "./balance-events.ts";

// There is no database: no caller can be identified.
vi.stubEnv("DATABASE_URL", "postgres://nobody@localhost:1/none");

const stream = { Accept: "text/event-stream" };
const credentials = {
  session: { Cookie: "authjs.session-token=any" },
  device: { Authorization: `Bearer pdt_${"a".repeat(43)}`, "Credits-Client": "desktop/6.2" },
};

test.each(Object.entries(credentials))(
  "during an outage an EventSource with a %s gets a stream that ends, and asks for another try",
  async (_, sent) => {
    const response = await follow({ ...stream, ...sent });
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("Cache-Control")).toContain("no-store");
    expect(response.headers.get("Credits-Account")).toBeNull();
    expect(await response.text()).toBe("retry: 3000\n\n");
  },
);

test.each<[string, Record<string, string>, string?]>([
  ["that accepts anything", { Accept: "*/*" }],
  ["that accepts JSON", { Accept: "application/json" }],
  ["that names the account it expects", { ...stream, "Credits-Account": "0e8a3b52-6f1c-4d27-9a40-5b8e17c3d2ff" }],
  ["from another site", { ...stream, "Sec-Fetch-Site": "cross-site" }],
  ["for the headers", stream, "HEAD"],
])("during an outage a request %s gets 503", async (_, headers, method = "GET") => {
  const response = await follow({ ...credentials.session, ...headers }, method);
  expect([response.status, response.headers.get("Retry-After")]).toEqual([503, "1"]);
});

test("during an outage a request without credentials gets 401", async () => {
  expect((await follow(stream)).status).toBe(401);
});

function follow(headers: Record<string, string>, method = "GET"): Promise<Response> {
  return followBalance.serve(new Request("http://localhost:3000/api/v1/balance/events", { method, headers }), {});
}
