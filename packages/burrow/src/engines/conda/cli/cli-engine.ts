import type { Argument, Command } from "../../../machine/command.ts";
import type { AbsolutePath } from "../../../model/path.ts";
import type { Pin } from "../../../model/pin.ts";
import type { CondaQuestion, Resolution } from "../../../model/resolve.ts";
import type { Done, Talk } from "../../engine.ts";
import { condaEnvironment } from "../../environment.ts";
import { engineWords } from "../../engine-words.ts";
import type { Changed, ChangeRequest, CondaEngine, CondaEngineName, Solutions } from "../conda-engine.ts";
import { solverWords } from "../solver-words.ts";
import { type CliAnswer, readCliAnswer } from "./cli-answer.ts";

/** The tools of the conda family that are driven by their command lines. */
export type CondaCli = Exclude<CondaEngineName, "py-rattler">;

interface CliContext {
  readonly name: CondaCli;
  readonly program: AbsolutePath;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly offline: boolean;
}

/**
 * conda, mamba or micromamba by their own command lines, `--json` and nothing asked. They run the scripts of packages whenever they link, so a change
 * that does not allow scripts is refused before it begins.
 */
export function cliEngine({ version, ...context }: CliContext & { readonly version: string }): CondaEngine {
  return {
    name: context.name,
    version,
    program: context.program,
    solve: (question) => solve(context, question),
    solveFor: (question, platforms) => solveFor(context, question, platforms),
    fetch: ({ pins, scratch }) => fetch(context, pins, scratch),
    change: (request) => change(context, request),
  };
}

function* solve(context: CliContext, question: CondaQuestion): Talk<Resolution> {
  const { mode, specs, prefix } = question;
  if (specs.length === 0) return { kind: "resolved", pins: [], removed: [] };
  const answer = readCliAnswer(yield solving(context, question, undefined));
  if (answer.ok) {
    const unproven = answer.pins.find(({ url, hashes }) => url === undefined || hashes.length === 0);
    if (unproven !== undefined)
      return { kind: "unreachable", text: `${context.name} does not say the hash of ${unproven.name}` };
    return { kind: "resolved", pins: answer.pins, removed: mode === "fresh" ? [] : answer.removed };
  }
  const failed = unsolved(answer);
  if (failed.kind !== "impossible" || mode === "fresh" || prefix === undefined) return failed;
  const alone = yield* solve(context, {
    ...question,
    mode: "fresh",
    free: [],
    installed: [],
    constraints: [],
  });
  return alone.kind === "resolved" ? { kind: "conflict", text: failed.text } : alone;
}

function* solveFor(
  context: CliContext,
  question: CondaQuestion,
  platforms: readonly string[],
): Talk<Solutions> {
  const pins: Record<string, readonly Pin[]> = {};
  for (const platform of platforms) {
    const answer = readCliAnswer(yield solving(context, question, platform));
    if (!answer.ok) return unsolved(answer);
    pins[platform] = answer.pins;
  }
  return { kind: "resolved", pins };
}

/** A dry run into an empty cache, because conda tells hashes of what it would have to fetch and of nothing else. */
function solving(context: CliContext, question: CondaQuestion, platform: string | undefined): Command {
  const { mode, prefix, channels, specs, constraints, free, installed } = question;
  const isNew = mode === "fresh" || prefix === undefined;
  const kept =
    mode === "frozen"
      ? installed
      : free.length === 0
        ? []
        : installed.filter(({ name }) => !free.includes(name));
  const pinned = isNew ? [] : kept.map(({ name, version, build }) => `${name}==${version}=${build}`);
  const command = commandOf(
    context,
    [isNew ? "create" : "install", "--dry-run"],
    isNew ? { scratch: "prefix" } : prefix,
    [
      ...channels.flatMap((channel) => ["--channel", channel]),
      "--override-channels",
      ...(platform === undefined ? [] : ["--platform", platform]),
      "--",
      ...specs,
      ...pinned,
      ...constraints.filter((spec) => installed.some(({ name }) => spec.startsWith(name))),
    ],
  );
  return {
    ...command,

    env: { ...command.env, ...(context.name === "conda" && EMPTY_CACHE) },
  };
}

/** A relative folder: of the command's own scratch, where it runs. */
const EMPTY_CACHE = { CONDA_PKGS_DIRS: "packages" } as const;

function* fetch(context: CliContext, pins: readonly Pin[], scratch: AbsolutePath): Talk<Done> {
  const answer = readCliAnswer(
    yield { ...commandOf(context, ["create", "--download-only"], scratch, explicit), files: filesOf(pins) },
  );
  return answer.ok ? { ok: true } : { ok: false, detail: engineWords(answer.text) };
}

function* change(context: CliContext, request: ChangeRequest): Talk<Changed> {
  const { prefix, pins, removed, scripts } = request;
  if (!scripts)
    return {
      ok: false,
      cause: "failed",
      detail: `${context.name} always runs the scripts of packages: allow it with --allow-post-link, or take py-rattler with --engine py-rattler`,
    };
  if (removed.length > 0) {
    const gone = readCliAnswer(yield commandOf(context, ["remove", "--force"], prefix, ["--", ...removed]));
    if (!gone.ok) return unchanged(gone);
  }
  if (pins.length > 0) {
    const linked = readCliAnswer(
      yield { ...commandOf(context, ["install"], prefix, explicit), files: filesOf(pins) },
    );
    if (!linked.ok) return unchanged(linked);
  }
  return { ok: true, clobbered: [], scripts: [] };
}

const explicit: readonly Argument[] = ["--file", { scratch: "explicit.txt" }];

/** The format that all of the family read: an address and its hash a line. */
function filesOf(pins: readonly Pin[]): Readonly<Record<string, string>> {
  const lines = pins.map(({ url = "", hashes }) => {
    const [hash = ""] = hashes.toSorted((one, other) => other.length - one.length);
    return `${url}#${hash.replace("md5:", "")}`;
  });
  return { "explicit.txt": ["@EXPLICIT", ...lines, ""].join("\n") };
}

function commandOf(
  { program, env, offline }: CliContext,
  words: readonly string[],
  prefix: Argument,
  rest: readonly Argument[],
): Command {
  return {
    program,
    args: [...words, "--json", "--yes", ...(offline ? ["--offline"] : []), "--prefix", prefix, ...rest],
    env: { ...condaEnvironment(env), ...UNREGISTERED, CONDA_JSON: "true" },
    limit: 3600,
  };
}

/** Generations come and go: what the tools list in `~/.conda/environments.txt` stays as the person has it. Each reads its own name for this setting. */
const UNREGISTERED = { CONDA_REGISTER_ENVS: "false", MAMBA_REGISTER_ENVS: "false" } as const;

type Failed = Extract<CliAnswer, { readonly ok: false }>;

function unsolved({
  kind,
  subject,
  text,
}: Failed): Exclude<Resolution, { readonly kind: "resolved" | "conflict" }> {
  if (kind === "unknown-name")
    return {
      kind: "impossible",
      cause: kind,
      ...(subject !== undefined && { requirement: subject }),
      text: solverWords(text),
    };
  if (kind === "unsatisfiable") return { kind: "impossible", cause: kind, text: solverWords(text) };
  return { kind: "unreachable", text: engineWords(text) };
}

function unchanged({ kind, text }: Failed): Changed {
  return { ok: false, cause: kind === "checksum" ? kind : "failed", detail: engineWords(text) };
}
