import type { Interpreter } from "../model/interpreter.ts";
import type { AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Verdict } from "../model/verdict.ts";
import { readAskedPython } from "./asked-python.ts";
import { type InterpreterRule, interpreterRules, isOne } from "./interpreter-rules.ts";
import type { Scene } from "./scene.ts";

/** What a new environment may be built on, best first, and why each interpreter may or may not serve. */
export interface InterpreterChoice {
  readonly eligible: readonly Interpreter[];
  readonly verdicts: readonly Verdict[];
  /** Why the first is the first. */
  readonly because: Reason;
  /** With none eligible: why one of the very version that is wanted does not serve; absent when there is none, or any version would do. */
  readonly unfit?: Reason;
}

/** The Python of an environment that is being replaced. */
export interface Replaced {
  readonly version?: string;
  /** The interpreter to prefer before all others. */
  readonly executable?: AbsolutePath;
}

/** What a choice is made by. */
export interface Choosing {
  readonly goal: Pick<Scene["goal"], "python">;
  readonly policy: Pick<Scene["policy"], "preferredPython">;
  readonly reader: Scene["reader"];
}

/**
 * The interpreters for `create` (design §5): what was asked for, then the minor version of what is replaced, then the user's default, then the newest final release that fits.
 * Never an unfit or conda one; a pre-release, a free-threaded build or another implementation only when asked.
 */
export function chooseInterpreter(
  interpreters: readonly Interpreter[],
  { goal, reader, policy: { preferredPython = "" } }: Choosing,
  replaced: Replaced = {},
): InterpreterChoice {
  const { specifier, asked: question } = goal.python;
  const preferred = readAskedPython(preferredPython, reader);
  const isPreferred = (one: Interpreter): boolean => preferred !== undefined && isOne(one, preferred, reader);
  const rules = interpreterRules(goal, reader, isPreferred);
  const { eligible, verdicts, unfit } = sorted(interpreters, rules);

  const minor = (version: string): string => reader.release(version).slice(0, 2).join(".");
  const same = (version: string): boolean =>
    replaced.version !== undefined && minor(version) === minor(replaced.version);
  const known = ({ executable, realPath, aliases }: Interpreter): boolean =>
    replaced.executable !== undefined && [executable, realPath, ...aliases].includes(replaced.executable);
  eligible.sort(
    (a, b) =>
      Number(known(b)) - Number(known(a)) ||
      Number(same(b.version)) - Number(same(a.version)) ||
      Number(isPreferred(b)) - Number(isPreferred(a)) ||
      reader.compare(b.version, a.version),
  );
  const [best] = eligible;
  const isDefault = best !== undefined && isPreferred(best);
  const isAny = specifier === "" && question === undefined;
  return {
    eligible,
    verdicts,
    because: choiceReason(best, goal.python, replaced, same, isDefault),
    ...(best === undefined && !isAny && unfit !== undefined && { unfit }),
  };
}

/** Those that no rule objects to, the verdict on each, and why one of the very version that is wanted does not serve. */
function sorted(interpreters: readonly Interpreter[], rules: readonly InterpreterRule[]) {
  const verdicts: Verdict[] = [];
  const eligible: Interpreter[] = [];
  const wanted = rules.filter(([name]) => name === "requires-python" || name === "asked");
  let unfit: Reason | undefined;
  for (const interpreter of interpreters) {
    const [rule, because] = firstObjection(rules, interpreter);
    verdicts.push({
      rule,
      subject: interpreter.executable,
      outcome: because === undefined ? "accept" : "reject",
      because: because ?? reason("no-objection", {}),
    });
    if (because === undefined) eligible.push(interpreter);
    else if (firstObjection(wanted, interpreter)[1] === undefined) unfit ??= because;
  }
  return { eligible, verdicts, unfit };
}

function firstObjection(
  rules: readonly InterpreterRule[],
  interpreter: Interpreter,
): readonly [string, Reason | undefined] {
  for (const [name, test] of rules) {
    const because = test(interpreter);
    if (because !== undefined) return [name, because];
  }
  return ["all", undefined];
}

function choiceReason(
  best: Interpreter | undefined,
  { specifier, asked }: Scene["goal"]["python"],
  replaced: Replaced,
  same: (version: string) => boolean,
  isDefault: boolean,
): Reason {
  if (asked !== undefined)
    return reason("interpreter-asked", { origin: asked.origin?.file.split(/[\\/]/u).at(-1) ?? "--python" });
  if (best !== undefined && replaced.version !== undefined && same(best.version))
    return reason("interpreter-same", {});
  if (isDefault) return reason("interpreter-default", {});
  return specifier === "" ? reason("interpreter-any", {}) : reason("interpreter-newest", { specifier });
}

/** The best of each minor version, best first: what is tried in turn when a wheel does not exist. */
export function bestOfEachMinor(
  eligible: readonly Interpreter[],
  release: (version: string) => readonly number[],
): readonly Interpreter[] {
  const seen = new Set<string>();
  return eligible.filter(({ version }) => {
    const minor = release(version).slice(0, 2).join(".");
    return !seen.has(minor) && seen.add(minor);
  });
}
