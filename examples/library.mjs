// A program that needs Python, and does not ask its user for it: `node examples/library.mjs`.
import { ensure } from "pyburrow";
import { spawnSync } from "node:child_process";

const run = ensure({ requirements: ["humanize>=4"] });
for await (const event of run.events) console.error(event.type);
const { executable } = await run;

spawnSync(executable, ["-c", "import humanize; print(humanize.naturalsize(345_000_000))"], {
  stdio: "inherit",
});
