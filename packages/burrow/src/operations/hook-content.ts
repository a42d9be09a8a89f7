import { createHash } from "node:crypto";
import { factOf } from "../machine/fact.ts";
import type { Machine } from "../machine/machine.ts";
import type { Fact } from "../model/fact.ts";
import { type AbsolutePath, isInside, join, relative } from "../model/path.ts";
import type { HookStep } from "../model/step.ts";

/** A hook as somebody agrees to it. */
export type AgreedHook = Pick<HookStep, "project" | "name" | "argv" | "required">;

/** All that an agreement to a hook is about. */
export interface HookContent {
  /** Hexadecimal; of the project's folder, the hook as the settings write it, and the bytes of the files that it runs. */
  readonly sha256: string;
  /** Those files as they are. */
  readonly facts: readonly Fact[];
}

/** The content of a hook. What the files themselves use is beyond it: it tells which program was looked at, not what that program will do. */
export function hookContent(machine: Machine, { project, name, argv, required }: AgreedHook): HookContent {
  const files = filesRun(machine, project, argv);
  const digests = files.map((path) => [relative(project, path), digestOf(machine, path)]);
  const text = JSON.stringify([project, name, argv, required, digests]);
  return {
    sha256: createHash("sha256").update(text).digest("hex"),
    facts: files.map((path) => factOf(machine, path)),
  };
}

/** The files of the project that a command line names: as a path, as a folder that Python runs (`__main__.py`), after `-m` as a module. */
function filesRun(machine: Machine, project: AbsolutePath, argv: readonly string[]): readonly AbsolutePath[] {
  const named = argv.flatMap((word, index) => {
    const isModule = argv[index - 1] === "-m" && /^[\w.]+$/u.test(word);
    const path = isModule ? word.replaceAll(".", "/") : word.replace(/^-[^=]*=/u, "");
    return path.includes("\0") || path === ""
      ? []
      : [path, ...(isModule ? [`${path}.py`] : []), `${path}/__main__.py`];
  });
  const found = named
    .map((path) => join(project, path))
    .filter((path) => isInside(path, project) && machine.target(path)?.kind === "file");
  return [...new Set(found)].toSorted();
}

/** A file too large to be read is told by its state. */
function digestOf(machine: Machine, path: AbsolutePath): string {
  const bytes = machine.readBytes(path);
  return bytes === undefined ? factOf(machine, path).was : createHash("sha256").update(bytes).digest("hex");
}
