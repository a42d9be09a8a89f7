// Decides on a project twice in one process, and says what each time cost: `node decide.mjs FOLDER [--optimised]`. CPU in milliseconds, memory in MB.
// Without the option V8 optimises nothing meanwhile, as in burrow's own process (`main.ts`); with it, as in a program that calls the library.
import { plan } from "../packages/burrow/dist/index.js";

if (process.argv[3] !== "--optimised") process.getBuiltinModule("node:v8").setFlagsFromString("--no-opt");

async function decide() {
  const before = process.cpuUsage();
  const { action } = await plan({ cwd: process.argv[2] });
  if (action !== "reuse") throw new Error(`the environment was to be reused, not: ${action}`);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const cold = await decide();
const warm = await decide();
const memory = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ cold, warm, memory })}\n`);
