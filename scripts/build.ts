import { buildWhenChanged } from "./launcher/build.ts";
import { runOrExplain } from "./launcher/problem.ts";
import { keepRunning } from "./launcher/steps.ts";

// npm run build: what `npm start` builds at first, made ahead, on another machine perhaps. The next start takes it as it is.
const running = keepRunning();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => void running.stopAll().then(() => process.exit(1)));
await runOrExplain(async () => console.log(`The build is ${await buildWhenChanged(running)}.`));
