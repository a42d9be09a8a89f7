import type { Environment } from "../../model/environment.ts";
import { counted, reason, type Reason } from "../../model/reason.ts";
import type { Scene } from "../scene.ts";

/** How many names are told before the rest is only counted. */
const TOLD = 3;

/** What pip put beside conda's packages and no file of a goal of conda's asks pip for: conda's tools know nothing of it. With `--allow-pip-in-conda` it is no matter. */
export function pipBeside(
  { packages = [], distributions }: Environment,
  { goal: { backend, requirements, exact }, policy }: Pick<Scene, "goal" | "policy">,
): readonly Reason[] {
  if (backend !== "conda" || exact !== undefined || policy.allowPipInConda) return [];
  const known = new Set([
    ...packages.map(({ name }) => name),
    ...requirements.flatMap(({ kind, name }) => (kind === "pypi" ? [name] : [])),
  ]);
  const pips = distributions.filter(
    ({ name, installer, inherited }) =>
      !inherited && installer !== undefined && installer !== "conda" && !known.has(name),
  );
  if (pips.length === 0) return [];
  const names = pips.slice(0, TOLD).map(({ name }) => name);
  const rest = pips.length > TOLD ? ["…"] : [];
  return [
    reason("pip-beside-conda", {
      what: counted(pips.length, "distribution"),
      names: [...names, ...rest].join(", "),
    }),
  ];
}
