// Decides on a project twice in one process, and says what each time cost: `node decide.mjs FOLDER`. CPU in milliseconds, memory in MB.
import { plan } from "../packages/burrow/dist/index.js";

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
