import { absolute, type AbsolutePath, join } from "../model/path.ts";
import type { Platform } from "../model/platform.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Site } from "../model/survey.ts";

/** Where a project's own environment will be: the link that people use and the generation behind it. */
export interface Place {
  readonly link: AbsolutePath;
  readonly generation: AbsolutePath;
  readonly number: number;
  /** With `--adopt`: where that which stands at the link is kept. */
  readonly aside?: AbsolutePath;
  /** Said when `.venv` is taken by something that burrow did not make. */
  readonly note?: Reason;
}

/** Whether something that burrow did not make stands where the link would have to be, and there is no other place for it. */
export function isTaken({ root, link, occupant, name }: Site, adopt: boolean): boolean {
  return !isFree(occupant) && !adopt && link === aside(root, name);
}

function isFree(occupant: Site["occupant"]): boolean {
  return occupant === "nothing" || occupant === "own-link";
}

function aside(root: AbsolutePath, name: string): AbsolutePath {
  return join(root, ".burrow", "envs", name);
}

/**
 * The next generation of a site. Where something unmanaged is in the way, the link goes to `.burrow/envs/<name>` and nothing is touched;
 * with `adopt` it is set aside, and kept.
 */
export function placeOf(
  { root, link, occupant, name, generations, current = 0, remembered = 0 }: Site,
  adopt: boolean,
): Place {
  // A number is the name of one content for ever: also where all that bore one is lost, and only the link or burrow's memory tells.
  const number = Math.max(generations.at(-1) ?? 0, current, remembered) + 1;
  const generation = join(root, ".burrow", "generations", name, String(number));
  const adopted = name === "default" ? String(number) : `${name}-${number}`;
  if (isFree(occupant)) return { link, generation, number };
  return adopt
    ? { link, generation, number, aside: join(root, ".burrow", "adopted", adopted) }
    : {
        link: aside(root, name),
        generation,
        number,
        note: reason("in-the-way", { path: link }),
      };
}

/** The Python of an environment at a prefix, by the platform's layout (PEP 405). */
export function executableIn(prefix: AbsolutePath, { os }: Platform): AbsolutePath {
  return os === "windows" ? absolute(`${prefix}\\Scripts\\python.exe`) : join(prefix, "bin", "python");
}

/** Where conda links Python: beside everything else on Windows. */
export function pythonAt(prefix: AbsolutePath, { platform }: { readonly platform: Platform }): AbsolutePath {
  return platform.os === "windows" ? join(prefix, "python.exe") : join(prefix, "bin", "python");
}
