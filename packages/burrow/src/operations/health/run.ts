import { checkImports } from "../../apply/import-check.ts";
import type { Environment } from "../../model/environment.ts";
import { reason } from "../../model/reason.ts";
import type { Looked, Vitals } from "../../model/vitals.ts";
import { installedIn, needsOf } from "../../plan/installed.ts";
import { newReader } from "../../plan/new-reader.ts";
import { parseProbeAnswer } from "../../survey/probe-answer.ts";
import { distrust } from "../../survey/trust.ts";
import type { Context } from "../context.ts";

/** Distributions that make environments rather than serve in them. */
const TOOLS: ReadonlySet<string> = new Set(["pip", "setuptools", "wheel", "distribute"]);

/** Starts an environment's Python once, where that is safe. */
export async function runOf(
  { machine, signal }: Context,
  { executable, broken, kind, version }: Environment,
): Promise<Vitals["run"]> {
  if (broken !== undefined) return { skipped: reason("broken-first", {}) };
  const isConda = kind === "conda" || kind === "conda-base" || kind === "pixi";
  if (executable === undefined || (isConda && version === undefined))
    return { skipped: reason("no-python-here", {}) };
  const untrusted = distrust(machine, executable);
  if (untrusted !== undefined) return { skipped: notTrusted(untrusted) };
  const answer = await machine.probe(executable, signal);
  if (!answer.ok) return { value: { ok: false, detail: answer.detail } };
  const read = parseProbeAnswer(answer.answer);
  return {
    value: read.ok ? { ok: true, version: read.answer.version } : { ok: false, detail: read.detail },
  };
}

/** Imports what nothing else in the environment needs; only of one whose Python ran. */
export async function importsOf(
  { machine, runner, signal }: Context,
  environment: Environment,
  run: Vitals["run"],
): Promise<Looked<readonly { readonly name: string; readonly detail: string }[]>> {
  if ("skipped" in run) return run;
  const { executable, version } = environment;
  const other = run.value.ok && version !== undefined && minorOf(run.value.version) !== minorOf(version);
  if (!run.value.ok || other || executable === undefined) return { skipped: reason("broken-first", {}) };
  const roots = rootsOf(environment);
  return { value: await checkImports(machine, runner, executable, roots, signal) };
}

/** The distributions that no other needs. */
export function rootsOf(environment: Environment): Environment["distributions"] {
  const installed = installedIn(environment);
  const reader = newReader();
  const needed = new Set(
    [...installed.values()].flatMap((one) =>
      needsOf(one, environment, [], reader).flatMap(({ name }) => (name === one.name ? [] : name)),
    ),
  );
  return [...installed.values()].filter(
    ({ name, inherited, editable }) =>
      !inherited && editable === undefined && !needed.has(name) && !TOOLS.has(name),
  );
}

function notTrusted({ params }: ReturnType<typeof reason>) {
  return reason("not-trusted", { path: params["path"] ?? "" });
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
