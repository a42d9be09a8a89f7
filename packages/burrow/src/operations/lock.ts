import { crashReport } from "../apply/engine-act.ts";
import { converse } from "../engines/converse.ts";
import type { CondaEngine } from "../engines/conda/conda-engine.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import { type AbsolutePath, join, relative } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import type { Platform } from "../model/platform.ts";
import type { Reason } from "../model/reason.ts";
import { condaContentHash } from "../project/conda/content-hash.ts";
import { condaLockText } from "../standards/conda-lock-text.ts";
import type { Context } from "./context.ts";
import { lazyConda } from "./engines/engine.ts";
import type { CondaChoice } from "./engines/engine-consent.ts";
import { type GoalOptions, readProjectGoal } from "./goal.ts";
import { lockedWheels } from "./lock-wheels.ts";

/** What a person may say about `lock`. */
export interface LockOptions extends GoalOptions, CondaChoice {
  /** The channels' folders to lock for; absent: those of this machine. */
  readonly platforms?: readonly string[];
  readonly dryRun?: boolean;
}

/** A lock that was written, or would be. */
export interface LockResult {
  readonly file: AbsolutePath;
  /** Whether its text is another than before. */
  readonly changed: boolean;
  readonly platforms: readonly { readonly platform: string; readonly packages: number }[];
}

/** Whether a project's lock can be relied on. */
export interface LockCheck {
  readonly fresh: boolean;
  /** The lock; absent when there is none. */
  readonly file?: AbsolutePath;
  readonly because?: Reason;
}

/** A platform of this name as far as selectors and specs care. */
const PLATFORMS: Readonly<Record<string, Platform>> = {
  "linux-64": { os: "linux", arch: "x86_64" },
  "linux-aarch64": { os: "linux", arch: "aarch64" },
  "linux-ppc64le": { os: "linux", arch: "ppc64le" },
  "osx-64": { os: "macos", arch: "x86_64" },
  "osx-arm64": { os: "macos", arch: "arm64" },
  "win-64": { os: "windows", arch: "amd64" },
  "win-arm64": { os: "windows", arch: "arm64" },
};

/**
 * Writes `conda-lock.yml` for the given platforms: solved by the engine from the manifest alone, nothing installed. Throws `lock/unsupported` for what no
 * lock of conda's can be made of, `lock/unsolved` with the solver's words, and `engine/unavailable`.
 */
export async function lockProject(context: Context, options: LockOptions): Promise<LockResult> {
  const { machine, bench, signal, runner, report } = context;
  const goal = await goalFor(context, options, machine.platform);
  if (goal.backend !== "conda")
    throw new BurrowError("lock/unsupported", `\`${goal.name}\` is no project of conda's`, {
      because: "burrow writes locks of conda's alone; uv, poetry and pdm write their own",
      hint: "uv lock",
    });
  const engine = await lazyConda(context, goal, options)();
  const names = options.platforms ?? [hostName(machine.platform)];
  const solved: Record<string, { readonly contentHash: string; readonly pins: readonly Pin[] }> = {};
  for (const name of new Set(names)) {
    const platform = PLATFORMS[name];
    if (platform === undefined)
      throw new BurrowError("usage/bad-value", `\`--platform ${name}\` is no platform of conda's`, {
        hint: Object.keys(PLATFORMS).join(", "),
      });
    const here = await goalFor(context, options, platform);
    const talk = solving(engine, here, name);
    const solutions = await converse(talk, runner, {
      signal,
      onLine: (text) => report({ type: "engine.line", engine: engine.name, text }),
      onAgain: crashReport(report, engine.name),
    });
    if (solutions.kind !== "resolved")
      throw new BurrowError("lock/unsolved", `\`${goal.name}\` has no solution on ${name}`, {
        because: solutions.text,
        hint: "burrow goal",
      });
    const packages = solutions.pins[name] ?? [];
    const wheels = await lockedWheels(context, here, { platform, packages, name }, options);
    solved[name] = {
      contentHash: condaContentHash({ channels: here.conda?.channels ?? [] }, here.requirements, name),
      pins: [...packages, ...wheels],
    };
  }
  const file = join(goal.root, "conda-lock.yml");
  const sources = goal.manifests.map((path) => relative(goal.root, path));
  const text = condaLockText({ channels: goal.conda?.channels ?? [], sources, platforms: solved });
  const changed = machine.readText(file) !== text;
  if (changed && options.dryRun !== true) bench.writeFile(file, text, 0o644);
  const platforms = Object.entries(solved).map(([platform, { pins }]) => ({
    platform,
    packages: pins.length,
  }));
  return { file, changed, platforms };
}

/** Says whether the lock that is there holds what the manifests ask for; changes nothing and asks no engine. */
export async function checkLock(context: Context, options: GoalOptions): Promise<LockCheck> {
  const { lock, warnings } = await readProjectGoal(context, { ...options, lockPolicy: "warn" });
  const because = warnings.find(({ code }) => STALE.has(code));
  return {
    fresh: lock !== undefined && because === undefined,
    ...(lock !== undefined && { file: lock }),
    ...(because !== undefined && { because }),
  };
}

const STALE: ReadonlySet<string> = new Set(["lock-stale", "conda-lock-older", "conda-lock-missing"]);

/** What the manifest asks for on a platform, whatever a lock says. */
async function goalFor(context: Context, options: GoalOptions, platform: Platform): Promise<Goal> {
  const { machine } = context;
  const libc = platform.os === "linux" ? machine.platform.libc : undefined;
  const there = Object.create(machine, {
    platform: { value: { ...platform, ...(libc && { libc }) } },
  }) as typeof machine;
  const goal = await readProjectGoal({ ...context, machine: there }, { ...options, lockPolicy: "ignore" });
  const [problem] = goal.problems;
  if (problem !== undefined)
    throw new BurrowError("goal/problems", `\`${relative(goal.root, problem.file)}\` cannot be understood`, {
      because: `line ${problem.line}: ${problem.message}`,
      hint: "burrow goal",
    });
  return goal;
}

function solving(engine: CondaEngine, goal: Goal, platform: string): ReturnType<CondaEngine["solveFor"]> {
  return engine.solveFor(
    {
      kind: "resolve-conda",
      key: platform,
      mode: "fresh",
      channels: goal.conda?.channels ?? [],
      specs: goal.requirements.flatMap(({ kind, matchSpec, name }) =>
        kind === "conda" ? [matchSpec ?? name] : [],
      ),
      constraints: [],
      installed: [],
      free: [],
    },
    [platform],
  );
}

function hostName({ os, arch }: Platform): string {
  const found = Object.entries(PLATFORMS).find(([, one]) => one.os === os && one.arch === arch);
  return found?.[0] ?? "linux-64";
}
