// In a fresh clone there is nothing to test with yet.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cwd = fileURLToPath(new URL("..", import.meta.url));
if (!existsSync(new URL("../node_modules", import.meta.url))) {
  const { status } = spawnSync("npm", ["ci"], { cwd, stdio: "inherit" });
  process.exitCode = status ?? 1;
}
