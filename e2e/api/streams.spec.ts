import { done } from "#testing/api-client.ts";
import { followBalance } from "#testing/balance-events.ts";
import { runCommand } from "#testing/run-command.ts";
import { expect, newDevice, newOwner, test } from "./app.ts";

const image = { feature: "ai-image" };

test("a browser's ninth stream replaces its first, and other callers keep theirs", async ({ server, stranger }) => {
  const { account, web, backend } = await newOwner(server, stranger, { purchased: 100 });
  const device = await newDevice(server, stranger, { account, platform: "mobile", version: "12" });
  const others = [await followBalance(backend), await followBalance(device)];
  const [first, ...rest] = await inOrder(Array.from({ length: 9 }, () => () => followBalance(web)));
  await first?.ended;
  expect(first?.comments().at(-1)).toBe("replaced");
  done(await web.spend(image));
  for (const stream of [...others, ...rest]) {
    await stream.next(({ available }) => available === 96);
    expect(stream.hasEnded()).toBe(false);
    stream.close();
  }
});

test("streams end after a sign-out or revocation in another process, announced or not", async ({
  server,
  another,
  stranger,
}) => {
  const { account, web, backend, session } = await newOwner(server, stranger, { purchased: 100 });
  const here = { account, platform: "desktop", version: "6.2" } as const;
  const [left, staying] = [await newDevice(server, stranger, here), await newDevice(server, stranger, here)];
  const [name, key] = ["streams-test", await newKey(server.databaseUrl, "streams-test")];
  const keyed = stranger.as({ Authorization: `Bearer ${key}`, "Credits-Account": account });
  const open = await inOrder([web, left, keyed, staying, backend].map((caller) => () => followBalance(caller)));
  const [ofSession, ofDevice, ofKey, ...kept] = open;

  expect((await left.at(another.url).ask({ method: "DELETE", path: "/api/v1/session" })).status).toBe(204);
  await ofDevice?.ended;
  expect((await left.balance()).status).toBe(401);
  expect((await runCommand("keys", ["revoke", name], { appUrl: server.databaseUrl })).code).toBe(0);
  await ofKey?.ended;
  expect((await keyed.balance()).status).toBe(401);
  // No announcement is sent: as when it is lost, or when the session expires.
  await server.owner`update sessions set expires = now() where session_token = ${session}`;
  await ofSession?.ended;

  done(await backend.at(another.url).spend(image));
  for (const stream of kept) {
    await stream.next(({ available }) => available === 96);
    expect(stream.hasEnded()).toBe(false);
    stream.close();
  }
});

test("a process with a hundred open streams shuts down cleanly and ends them all", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger, { purchased: 100 });
  const ending = await server.startAnother();
  const open = () => Promise.all(Array.from({ length: 20 }, () => followBalance(backend.at(ending.url))));
  // Some at a time: a busy machine may answer 503 to hundreds at once.
  const streams = (await inOrder(Array.from({ length: 5 }, () => open))).flat();
  for (const stream of streams) await stream.next();
  expect(await ending.stop()).toBe(0);
  await Promise.all(streams.map((stream) => stream.ended.catch(() => undefined)));
});

async function inOrder<One>(opens: readonly (() => Promise<One>)[]): Promise<One[]> {
  const opened: One[] = [];
  for (const open of opens) opened.push(await open());
  return opened;
}

async function newKey(appUrl: string, name: string): Promise<string> {
  const { code, output, error } = await runCommand("keys", ["create", name, "--may", "read"], { appUrl });
  if (code !== 0) throw new Error(error);
  return output.trim();
}
