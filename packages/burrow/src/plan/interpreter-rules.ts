import type { Interpreter } from "../model/interpreter.ts";
import { reason, type Reason } from "../model/reason.ts";
import { type AskedPython, isAsked, readAskedPython } from "./asked-python.ts";
import type { Scene } from "./scene.ts";

/** A rule by its name: why an interpreter may not serve, or undefined. */
export type InterpreterRule = readonly [name: string, test: (interpreter: Interpreter) => Reason | undefined];

/** What a new environment may be built on, in the order in which the rules are asked. One that the user prefers may be what else has to be asked for. */
export function interpreterRules(
  { python: { specifier, asked: question } }: Pick<Scene["goal"], "python">,
  reader: Scene["reader"],
  isPreferred: (interpreter: Interpreter) => boolean,
): readonly InterpreterRule[] {
  const asked = question && readAskedPython(question.text, reader);
  const byPath = asked?.path !== undefined;
  const namesPreRelease =
    byPath ||
    (asked?.specifier !== undefined && reader.namesPreRelease(asked.specifier)) ||
    reader.namesPreRelease(specifier) ||
    asked?.release?.length === 3 ||
    asked?.version !== undefined;
  return [
    ["fit", ({ unfit }) => unfit],
    ["conda", ({ source }) => (source === "conda" ? reason("conda-python", {}) : undefined)],
    [
      "requires-python",
      ({ version }) =>
        reader.contains(specifier, version) ? undefined : reason("python-outside", { version, specifier }),
    ],
    [
      "asked",
      (one) =>
        asked === undefined || isOne(one, asked, reader)
          ? undefined
          : reason("python-not-asked", { version: one.version, asked: question?.text ?? "" }),
    ],
    [
      "final",
      (one) =>
        reader.isPreRelease(one.version) && !namesPreRelease && !isPreferred(one)
          ? reason("python-pre-release", { version: one.version })
          : undefined,
    ],
    [
      "threads",
      (one) =>
        one.freeThreaded && asked?.freeThreaded !== true && !byPath && !isPreferred(one)
          ? reason("python-free-threaded", {})
          : undefined,
    ],
    [
      "implementation",
      (one) =>
        one.implementation !== "cpython" &&
        asked?.implementation !== one.implementation &&
        !byPath &&
        !isPreferred(one)
          ? reason("python-implementation", { implementation: one.implementation })
          : undefined,
    ],
  ];
}

/** Whether an interpreter, by any of its paths, is what was asked for. */
export function isOne(
  { version, implementation, freeThreaded, executable, realPath, aliases }: Interpreter,
  asked: AskedPython,
  reader: Scene["reader"],
): boolean {
  const paths = [executable, realPath, ...aliases];
  return isAsked(asked, { version, implementation, freeThreaded, paths }, reader);
}
