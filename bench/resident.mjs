// A resident survey beside a peer that finds one interpreter.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { interleaved } from "./measure.mjs";
import { heading, promise, row, skipped } from "./table.mjs";

/** Measures the home of a thousand environments that the survey's bench made. */
export async function resident({ folder, uv, env, rounds, burrow }) {
  const home = join(folder, "home-1000");
  if (uv === undefined || !existsSync(home))
    return skipped("the resident survey", "there is no home to survey");
  const here = { cwd: home, env: { ...env, HOME: home, BURROW_HOME: join(folder, "resident") } };
  const socket = join(folder, "resident", "data", "survey.sock");
  const [program, ...args] = burrow("watch", "--survey");
  const stays = spawn(program, args, { ...here, stdio: "ignore" });
  try {
    for (let tries = 0; tries < 600 && !existsSync(socket); tries += 1) await setTimeout(100);
    const ask = fileURLToPath(new URL("ask.mjs", import.meta.url));
    const took = interleaved(
      {
        list: { command: burrow("list", "--all", "--json"), ...here },
        ask: { command: [process.execPath, ask, socket], ...here, read: JSON.parse },
        find: { command: [uv, "python", "find"], ...here },
      },
      Math.min(rounds, 5),
    );
    heading("every environment of 1000, of a resident survey");
    row("burrow list --all", took.list, { "uv python find": took.find });
    promise("one answer, read and parsed, CPU", took.ask.answered, took.find.cpu, "ms");
  } finally {
    stays.kill("SIGTERM");
  }
}
