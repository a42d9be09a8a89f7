// A program that needs Python, and does not ask its user for it: `node examples/library.mjs`.
import { execFileSync } from "node:child_process";
import { ensure } from "pyburrow";

const run = ensure({ requirements: ["humanize>=4.9"] });
for await (const event of run.events) if (event.type === "step.finished") console.error(event.kind);

const { executable } = await run;
const code = "import humanize; print(humanize.naturalsize(345_000_000))";
process.stdout.write(execFileSync(executable, ["-c", code], { encoding: "utf8" }));
