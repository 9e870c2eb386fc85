import { isPortFree } from "#scripts/launcher/free-port.ts";

/**
 * The address of the fake Stripe in all database tests of this process: settings are read once, and each file starts a
 * fake of its own there.
 */
process.env.STRIPE_API_BASE ??= `http://127.0.0.1:${await choosePort()}`;

/** Below the ports that the system gives to connections: nothing takes it between two files. */
async function choosePort(): Promise<number> {
  for (let port = 10_000 + (process.pid % 20_000); ; port += 1)
    if (await isPortFree(port, ["127.0.0.1"], { patienceMs: 0 })) return port;
}
