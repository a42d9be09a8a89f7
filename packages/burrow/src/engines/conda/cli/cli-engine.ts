import type { CondaEngine } from "../conda-engine.ts";
import { change, fetch } from "./cli-change.ts";
import type { CliContext } from "./cli-command.ts";
import { solve, solveFor } from "./cli-solve.ts";

/**
 * conda, mamba or micromamba by their own command lines, `--json` and nothing asked. They run the scripts of packages whenever they link, so a change
 * that does not allow scripts is refused before it begins.
 */
export function cliEngine({ version, ...context }: CliContext & { readonly version: string }): CondaEngine {
  return {
    name: context.name,
    version,
    program: context.program,
    provesLocalArchives: false,
    solve: (question) => solve(context, question),
    solveFor: (question, platforms) => solveFor(context, question, platforms),
    fetch: ({ pins, scratch }) => fetch(context, pins, scratch),
    change: (request) => change(context, request),
  };
}
