import type { Machine } from "../machine/machine.ts";
import type { Environment } from "../model/environment.ts";
import { child } from "./child.ts";

/** The environment with what installed each distribution (`INSTALLER`, PEP 376). A read for each: who judges an environment does without. */
export function withInstallers(machine: Machine, environment: Environment): Environment {
  const distributions = environment.distributions.map((distribution) => {
    const installer = machine.readText(child(distribution.info, "INSTALLER"), 4096)?.trim();
    return { ...distribution, ...(installer && { installer }) };
  });
  return { ...environment, distributions };
}
