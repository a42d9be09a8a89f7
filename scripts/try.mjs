// A session on the examples, as a person would have it: each command is printed, then run.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = process.argv[2] ?? fileURLToPath(new URL("../examples", import.meta.url));
const program = fileURLToPath(new URL("../packages/burrow/dist/main.js", import.meta.url));

const SESSION = [
  "# A small web project: what would `up` do, and why?",
  ["web", "plan"],
  ["web", "up"],
  ["web", "run", "python", "-m", "pytest", "-q"],
  "# An application, and a tool that lives inside it and wants a newer urllib3.",
  ["canvas", "up"],
  ["canvas/tools/reporter", "plan"],
  ["canvas/tools/reporter", "up"],
  ["canvas/tools/reporter", "run", "python", "reporter.py"],
  "# And again: nothing is left to do.",
  ["canvas/tools/reporter", "up"],
  ["canvas/tools/reporter", "why", "urllib3"],
];

for (const act of SESSION) {
  if (typeof act === "string") {
    process.stdout.write(`\n${act}\n`);
    continue;
  }
  const [folder, ...args] = act;
  process.stdout.write(`\nexamples/${folder} $ burrow ${args.join(" ")}\n`);
  const { status } = spawnSync(process.execPath, [program, ...args], {
    cwd: `${root}/${folder}`,
    stdio: "inherit",
  });
  if (status === 0) continue;
  process.exitCode = status ?? 1;
  break;
}
