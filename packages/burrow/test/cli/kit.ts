import { cli } from "../../src/cli/cli.ts";
import type { World } from "../../src/cli/world.ts";

/** What a command line left behind. */
export interface Told {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A world without a machine: whoever needs one fails. `stdout` and `stderr` gather what is written. */
export function world(differs: Partial<World> = {}): World & { readonly told: () => Omit<Told, "status"> } {
  let stdout = "";
  let stderr = "";
  return {
    stdout: { write: (text) => void (stdout += text) },
    stderr: { write: (text) => void (stderr += text) },
    env: { LANG: "C.UTF-8", HOME: "/home/me" },
    cwd: "/home/me/code/shop",
    platform: "linux",
    terminal: false,
    signal: new AbortController().signal,
    now: () => Date.UTC(2024, 0, 1),
    ask: async () => undefined,
    context: () => Promise.reject(new Error("no machine here")),
    foreground: () => Promise.reject(new Error("no machine here")),
    program: ["/usr/bin/node", "/opt/burrow/main.js"],
    memory: () => 50_000_000,
    version: "1.2.3",
    ...differs,
    told: () => ({ stdout, stderr }),
  };
}

/** Runs a command line in it. */
export async function tell(argv: readonly string[], differs: Partial<World> = {}): Promise<Told> {
  const given = world(differs);
  const status = await cli(argv, given);
  return { status, ...given.told() };
}
