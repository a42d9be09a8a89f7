import type { Why } from "../model/answers.ts";
import { BurrowError } from "../model/error.ts";
import { candidatesOf } from "../plan/candidates.ts";
import { whyIs } from "../plan/why.ts";
import { normalizeName } from "../standards/name.ts";
import type { Context } from "./context.ts";
import { surroundings } from "./look.ts";
import { recollect } from "./memory.ts";
import { planWithoutEngine } from "./plan-anew.ts";
import { policyOf } from "./policy.ts";
import { namedEnvironment, readProject } from "./settings.ts";

/** Why a distribution is in the project's environment: who asks for it, with what, and which line of the project leads there. */
export async function why(
  context: Context,
  { subject, path, env }: { readonly subject: string; readonly path?: string; readonly env?: string },
): Promise<Why> {
  const project = await readProject(context, path === undefined ? {} : { path });
  const { goal, settings } = project;
  const policy = policyOf({}, settings, namedEnvironment(context, project, env));
  const survey = await surroundings(context, goal, policy, { memory: await recollect(context) });
  const plan = await planWithoutEngine(context, { survey, goal, policy });
  const used = survey.environments.find(
    ({ executable }) => executable !== undefined && executable === plan?.environment?.executable,
  );
  const environment =
    used ??
    candidatesOf(survey).find((candidate) => candidate.environment?.broken === undefined)?.environment;
  if (environment === undefined)
    throw new BurrowError("env/not-found", `\`${goal.name}\` has no environment yet`, { hint: "burrow up" });
  const name = normalizeName(subject);
  const found = environment.distributions.find((distribution) => distribution.name === name);
  const { dependents, asked, chain } = whyIs(name, environment, goal);
  if (found === undefined)
    throw new BurrowError("package/not-found", `\`${subject}\` is not in \`${environment.prefix}\``, {
      ...(asked[0] !== undefined && {
        because: `it is asked for by ${asked[0].text} and not installed`,
        hint: "burrow up",
      }),
    });
  return {
    environment,
    name,
    version: found.version,
    askedBy: dependents,
    you: asked.map(({ text, origin: { file, line } }) => ({
      text,
      file,
      ...(line !== undefined && { line }),
    })),
    chain,
  };
}
