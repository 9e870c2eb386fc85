import { newDevice, newOwner, signIn } from "#e2e/api/app.ts";
import { type ApiClient, done, openApiClient } from "#testing/api-client.ts";
import { type AppServer, serveApp } from "#testing/app-server.ts";

/** One kind of caller: the headers that it sends with every request, for an account of its own. */
export interface FuzzCaller {
  name: "service key" | "device token" | "browser session";
  headers: Record<string, string>;
}

/** The built product on a database of its own, and one caller of each kind. */
export interface FuzzWorld {
  server: AppServer;
  callers: FuzzCaller[];
  /** Existing ids and names that a request's fields can use. */
  names: Record<"feature" | "pack", string[]>;
  stop: () => Promise<void>;
}

const credits = { subscription: 5_000, activity: 5_000, purchased: 1_000_000 };

/** Starts the product and signs the three callers in. */
export async function openFuzzWorld(): Promise<FuzzWorld> {
  const server = await serveApp();
  const limits = forgetLimits(server);
  const stop = async () => {
    limits.stop();
    await server.stop();
  };
  try {
    const stranger = await openApiClient(server.url);
    const { backend } = await newOwner(server, stranger);
    const feature = done(await backend.features()).features.map(({ slug }) => slug);
    const packs = await server.owner`select distinct slug from packs order by slug`;
    const names = { feature, pack: packs.map(({ slug }) => String(slug)) };
    return { server, callers: await makeCallers(server, stranger), names, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeCallers(server: AppServer, stranger: ApiClient): Promise<FuzzCaller[]> {
  const owner = () => newOwner(server, stranger, credits);
  const { backend } = await owner();
  const { account } = await owner();
  const device = await newDevice(server, stranger, { account, platform: "desktop", version: "6.1.0" });
  const { cookie } = await signIn(server, (await owner()).account);
  return [
    { name: "service key", headers: backend.headers },
    { name: "device token", headers: device.headers },
    { name: "browser session", headers: { Cookie: cookie, Origin: server.url } },
  ];
}

/**
 * Empties the rate limits repeatedly: a fuzzer would otherwise see little but 429. Those of runs stay, as each run
 * does real work.
 */
function forgetLimits({ owner }: AppServer): { stop: () => void } {
  const timer = setInterval(() => {
    owner`delete from rate_limits where key not like 'runs:%'`.catch((error: unknown) => console.error(error));
  }, 500);
  return { stop: () => clearInterval(timer) };
}
