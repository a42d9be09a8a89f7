import { BurrowError } from "../../model/error.ts";
import type { HealthReport } from "../../model/finding.ts";
import { absolute } from "../../model/path.ts";
import { readHealthReport } from "../../protocol/health.ts";
import type { Context } from "../context.ts";

/** What a part of `watch` came to that a process of its own did. */
async function runApart(
  { runner, machine, cwd, signal }: Context,
  program: readonly string[],
  args: readonly string[],
): Promise<string> {
  const [executable = "", ...first] = program;
  const env = Object.fromEntries(
    Object.entries(machine.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const output = await runner.run(
    { program: absolute(executable), args: [...first, ...args], env, cwd, limit: 1800 },
    { signal },
  );
  signal.throwIfAborted();
  if (output.status !== undefined && output.stdout !== "") return output.stdout;
  throw new BurrowError("bug", `\`burrow ${args.join(" ")}\` gave no answer`, {
    because: output.failure ?? (output.stderr.trim() || "it ended by a signal"),
  });
}

/** Examines in a process of its own: what is read for it is given back when it ends, so that who watches stays small. */
export async function doctorApart(
  context: Context,
  program: readonly string[],
  { all }: { readonly all: boolean },
): Promise<HealthReport> {
  const text = await runApart(context, program, ["doctor", "--json", ...(all ? ["--all"] : [])]);
  const report = readHealthReport(text);
  if (report !== undefined) return report;
  throw new BurrowError("bug", "`burrow doctor` gave no report", { because: text.slice(0, 500) });
}

/** Repairs the project's environment in the same way; gives whether something was healed. */
export async function repairApart(context: Context, program: readonly string[]): Promise<boolean> {
  const text = await runApart(context, program, ["repair", "--yes", "--json"]);
  return /^ {2}"status": "(?:done|partly)"/mu.test(text);
}
