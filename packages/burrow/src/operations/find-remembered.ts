import { BurrowError } from "../model/error.ts";
import { join } from "../model/path.ts";
import type { Registry, RememberedEnvironment } from "../model/registry.ts";
import type { Context } from "./context.ts";

/**
 * The remembered environment that is meant: by its id, its path, its name, or the folder of its project. Undefined when none is. Throws `usage/bad-value`
 * when a name means several.
 */
export function findRemembered(
  { machine, cwd }: Pick<Context, "machine" | "cwd">,
  { environments }: Registry,
  said: string,
): RememberedEnvironment | undefined {
  const path = join(cwd, said);
  const real = machine.realPath(path);
  const exact = environments.find(
    ({ id, prefix, place }) => id === said || prefix === path || place === path || place === real,
  );
  if (exact !== undefined) return exact;
  const named = environments.filter(({ name, project }) => name === said || project === path);
  if (named.length < 2) return named[0];
  throw new BurrowError("usage/bad-value", `\`${said}\` is the name of ${named.length} environments`, {
    because: named.map(({ id, prefix }) => `${prefix} is ${id}`).join(", "),
    hint: `say which by its id: ${named[0]?.id ?? ""}`,
  });
}
