import { createHash } from "node:crypto";
import { BurrowError } from "../model/error.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import type { Action } from "../model/plan.ts";
import { sentence } from "../model/reason.ts";
import { parseRequirement } from "../standards/requirement.ts";
import type { Context } from "./context.ts";
import type { PlanOptions } from "./options.ts";
import { planProject } from "./plan.ts";
import { applyPlan, up } from "./up.ts";

/** What a program needs of Python. */
export interface EnsureOptions extends Pick<PlanOptions, "engine" | "offline"> {
  /** PEP 508 texts, such as `numpy>=1.24`. */
  readonly requirements: readonly string[];
  /** `3.11`, `>=3.10`, a path; absent: any that burrow works with. */
  readonly python?: string;
  /** Names the environment, so that changed requirements change it and do not make another; absent: it is named by its requirements. */
  readonly name?: string;
  /** Never use somebody's active environment, even when it fits. */
  readonly managed?: boolean;
}

/** An environment that holds what was asked for. */
export interface Ensured {
  readonly prefix: AbsolutePath;
  /** Its Python: what a program starts. */
  readonly executable: AbsolutePath;
  /** Of Python. */
  readonly version: string;
  /** What it took. */
  readonly action: Action;
}

/**
 * An environment with the requirements, whatever that takes: the active one as it stands when it fits, else one of burrow's own in its data folder.
 * Never changes an environment that is not burrow's. Throws `usage/bad-value` for what is no requirement, `plan/refused` when none can be had, and the errors of `apply`.
 */
export async function ensure(context: Context, options: EnsureOptions): Promise<Ensured> {
  const path = await ownFolder(context, options);
  const { engine, offline, python, managed } = options;
  const shared: PlanOptions = {
    path,
    ...(engine !== undefined && { engine }),
    ...(offline !== undefined && { offline }),
    ...(python !== undefined && { python }),
  };
  const plan = managed === true ? undefined : await planProject(context, shared);
  const asItStands = plan?.action === "reuse";
  const result = asItStands
    ? await applyPlan(context, plan, shared)
    : await up(context, { ...shared, reuse: "own" });
  const { environment } = result;
  if (environment === undefined || result.status === "refused")
    throw new BurrowError(
      "plan/refused",
      "no environment can hold `" + options.requirements.join(" ") + "`",
      {
        because: sentence(result.plan.because),
      },
    );
  if (result.status === "rolled-back")
    throw new BurrowError("apply/rolled-back", "the environment could not be made", {
      ...(result.failure && { because: result.failure.detail }),
    });
  if (result.status === "cancelled") throw new BurrowError("cancelled", "the environment was not made");
  const { prefix, executable, version } = environment;
  return { prefix, executable, version, action: result.plan.action };
}

/** The folder in burrow's data that stands for the asked environment, as a project like any other: a requirements file and what is built for it. */
function ownFolder(
  { bench, folders }: Context,
  { requirements, python = "", name }: EnsureOptions,
): Promise<AbsolutePath> {
  for (const text of requirements) {
    const result = parseRequirement(text);
    if (!result.ok)
      throw new BurrowError("usage/bad-value", `\`${text}\` is no requirement`, {
        because: result.problem.message,
        hint: 'such as "numpy>=1.24"',
      });
  }
  if (name !== undefined && !/^[a-z_][a-z0-9_-]{0,254}$/u.test(name))
    throw new BurrowError("usage/bad-value", `\`${name}\` is no name of an environment`, {
      hint: "lower-case letters, digits, - and _, a letter first",
    });
  const lines = [...requirements].toSorted();
  const digest = createHash("sha256")
    .update(JSON.stringify([lines, python]))
    .digest("hex");
  const folder = join(folders.data, "environments", name ?? digest.slice(0, 12));
  const file = join(folder, "requirements.txt");
  const text = lines.map((line) => `${line}\n`).join("");
  bench.makeFolder(folder, 0o700);
  if (bench.readText(file) !== text) bench.writeFile(file, text, 0o600);
  return Promise.resolve(folder);
}
