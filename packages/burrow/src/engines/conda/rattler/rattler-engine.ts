import type { AbsolutePath } from "../../../model/path.ts";
import type { CondaQuestion, Resolution } from "../../../model/resolve.ts";
import type { Done, Talk } from "../../engine.ts";
import { engineWords } from "../../engine-words.ts";
import type { Changed, ChangeRequest, CondaEngine, Solutions } from "../conda-engine.ts";
import { solverWords } from "../solver-words.ts";
import { type Asked, askRattler, type RattlerContext, rattlerProgram } from "./rattler-ask.ts";

/**
 * py-rattler as a conda engine: `home` is the folder of its unpacked wheel, `python` a CPython from 3.10 on that runs it. Nothing of the wheel is installed, and no
 * Python of a prefix is ever asked.
 */
export function rattlerEngine({
  version,
  ...context
}: RattlerContext & { readonly version: string }): CondaEngine {
  return {
    name: "py-rattler",
    version,
    program: context.home,
    begins: rattlerProgram(context),
    provesLocalArchives: true,
    solve: (question) => solve(context, question),
    solveFor: (question, platforms) => solveFor(context, question, platforms),
    fetch: (request) => fetch(context, request),
    change: (request) => change(context, request),
  };
}

function* solve(context: RattlerContext, question: CondaQuestion): Talk<Resolution> {
  if (question.specs.length === 0 && question.mode === "fresh")
    return { kind: "resolved", pins: [], removed: [] };
  const asked = yield* askRattler(context, "solve", requestOf(question));
  if (asked.ok) {
    const [solution] = Object.values(asked.platforms);
    return { kind: "resolved", pins: solution?.pins ?? [], removed: solution?.removed ?? [] };
  }
  const failed = unsolved(asked);
  if (failed.kind !== "impossible" || question.mode === "fresh") return failed;
  // The goal alone tells whether what is installed is to blame.
  const alone = yield* solve(context, {
    ...question,
    mode: "fresh",
    installed: [],
    free: [],
    constraints: [],
  });
  return alone.kind === "resolved" ? { kind: "conflict", text: failed.text } : alone;
}

function* solveFor(
  context: RattlerContext,
  question: CondaQuestion,
  platforms: readonly string[],
): Talk<Solutions> {
  const asked = yield* askRattler(context, "solve", { ...requestOf(question), platforms });
  if (!asked.ok) return unsolved(asked);
  const pins = Object.entries(asked.platforms).map(
    ([platform, solution]) => [platform, solution.pins] as const,
  );
  return { kind: "resolved", pins: Object.fromEntries(pins) };
}

function requestOf({ mode, prefix, channels, specs, constraints, free, installed, newest }: CondaQuestion) {
  return {
    // What is in a prefix the driver reads itself, with all that the records say.
    ...(mode === "fresh" && { installed }),
    mode,
    channels,
    specs,
    constraints,
    free,
    ...(prefix !== undefined && { prefix }),
    ...(newest === true && { newest }),
  };
}

type Unsolved = Exclude<Resolution, { readonly kind: "resolved" | "conflict" }>;

function unsolved({ kind, text, subject }: Extract<Asked, { readonly ok: false }>): Unsolved {
  switch (kind) {
    case "unknown-name":
    case "no-version":
      return {
        kind: "impossible",
        cause: kind,
        ...(subject !== undefined && { requirement: subject }),
        text: solverWords(text),
      };
    case "unsatisfiable":
      return { kind: "impossible", cause: "unsatisfiable", text: solverWords(text) };
    case "checksum":
    case "unreachable":
    case "failed":
    case "crashed":
      return { kind: "unreachable", text: engineWords(text) };
  }
}

function* fetch(
  context: RattlerContext,
  request: Parameters<CondaEngine["fetch"]>[0] & { readonly scratch: AbsolutePath },
): Talk<Done> {
  const asked = yield* askRattler(context, "fetch", { ...request });
  return asked.ok ? { ok: true } : { ok: false, detail: engineWords(asked.text) };
}

function* change(
  context: RattlerContext,
  { distrustCache, create: _create, ...request }: ChangeRequest,
): Talk<Changed> {
  const asked = yield* askRattler(context, "change", { ...request, validate: distrustCache });
  if (asked.ok) return { ok: true, clobbered: asked.clobbered, scripts: asked.scripts };
  const cause = asked.kind === "checksum" || asked.kind === "crashed" ? asked.kind : "failed";
  return { ok: false, detail: engineWords(asked.text), cause };
}
