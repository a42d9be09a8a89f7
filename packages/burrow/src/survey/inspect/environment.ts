import { factOf } from "../../machine/fact.ts";
import type { Machine } from "../../machine/machine.ts";
import type { Environment, Layer } from "../../model/environment.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import { withInstallers } from "../installers.ts";
import { readCondaPackages } from "./conda-packages.ts";
import { readDistributions } from "./distributions.ts";
import type { Form } from "./form.ts";
import { generationOf } from "./generation.ts";
import { identify } from "./identify.ts";
import { learner, type Learned } from "./learned.ts";

/** Reads the environment at a prefix from disk alone, with all that it holds: nothing in it is run. Undefined when there is none. */
export function inspectEnvironment(
  machine: Machine,
  prefix: AbsolutePath,
  learned: Learned = learner(machine),
): Environment | undefined {
  const read = identify(machine, prefix, learned);
  if (read === undefined) return undefined;
  const { identity, form, layers } = read;
  const generation = generationOf(machine, identity.realPrefix);
  const environment: Environment = {
    ...identity,
    ...(generation && { generation }),
    layers,
    distributions: readDistributions(machine, layers),
    ...(form.conda && { packages: readCondaPackages(machine, identity.realPrefix) }),
    facts: factsOf(machine, prefix, identity.realPrefix, form, layers),
  };
  // In a conda prefix it matters what pip put there.
  return form.conda === undefined ? environment : withInstallers(machine, environment);
}

function factsOf(
  machine: Machine,
  prefix: AbsolutePath,
  realPrefix: AbsolutePath,
  { layout, base, conda }: Form,
  layers: readonly Layer[],
): Environment["facts"] {
  const paths = new Set([
    prefix,
    join(realPrefix, conda === undefined ? "pyvenv.cfg" : "conda-meta"),
    layout.executable,
    ...(base ? [base.executable] : []),
    ...layers.map(({ sitePackages }) => sitePackages),
  ]);
  return [...paths].map((path) => factOf(machine, path));
}
