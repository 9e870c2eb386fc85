import { Agent, request } from "node:http";
import { z } from "zod";

// node bench/http/hostile-forms.ts PORT ACTION: sends forms that no page sends until the process that started it says
// to stop, each from another address, and reports how many responses had each status.
const [port, action] = z.tuple([z.coerce.number(), z.string()]).parse(process.argv.slice(2));
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const origin = `http://localhost:${port}`;
const references = `[${'"$K1",'.repeat(200_000)}1]`;
const parts = Array.from(
  { length: 250 },
  (_, nth) => `--x\r\nContent-Disposition: form-data; name="${nth}"\r\n\r\n[]\r\n`,
);
const script = { "Next-Action": action, "Content-Type": "text/plain;charset=UTF-8" };
const form = { "Next-Action": action, "Content-Type": "multipart/form-data; boundary=x" };
const forms = [
  { headers: script, body: references },
  { headers: { ...script, "Transfer-Encoding": "chunked" }, body: references },
  { headers: script, body: `${references.slice(0, 16_000)}1]` },
  { headers: form, body: `${parts.join("")}--x--\r\n` },
];
const statuses = new Map<number, number>();
let running = true;
for (const over of ["message", "disconnect"] as const) {
  process.once(over, () => {
    running = false;
  });
}
await Promise.all(Array.from({ length: 8 }, send));
if (process.connected) {
  process.send?.(Object.fromEntries(statuses));
  process.disconnect();
}

async function send(): Promise<void> {
  for (let nth = 0; running; nth += 1) {
    const sent = forms[nth % forms.length];
    if (sent === undefined) throw new Error("There are no forms");
    const status = await post(sent);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
}

/** Returns 0 where the connection ended first. */
function post({ headers, body }: (typeof forms)[number]): Promise<number> {
  const address = Array.from({ length: 3 }, () => Math.floor(Math.random() * 256)).join(".");
  const said = { ...headers, Origin: origin, "X-Forwarded-For": `10.${address}` };
  return new Promise((resolve) => {
    const asked = request(
      { port, agent, host: "127.0.0.1", path: "/sign-in", method: "POST", headers: said },
      (answer) => {
        answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
      },
    );
    asked.once("error", () => resolve(0));
    asked.end(body);
  });
}
