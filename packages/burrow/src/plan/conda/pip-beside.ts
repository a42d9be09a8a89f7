import type { Environment } from "../../model/environment.ts";
import type { Goal } from "../../model/goal.ts";
import { counted, reason, type Reason } from "../../model/reason.ts";

/** How many names are told before the rest is only counted. */
const TOLD = 3;

/** What pip put beside conda's packages and no file of the project asks pip for: conda's tools know nothing of it. */
export function pipBeside(
  { packages = [], distributions }: Environment,
  { requirements }: Goal,
): readonly Reason[] {
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
