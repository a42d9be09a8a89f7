import { factOf } from "../machine/fact.ts";
import type { Machine } from "../machine/machine.ts";
import { BurrowError } from "../model/error.ts";
import type { Fact } from "../model/fact.ts";
import { baseName, isInside, join, parent, type AbsolutePath } from "../model/path.ts";
import type { Step } from "../model/step.ts";
import type { Work } from "./context.ts";
import type { TransactionPlace } from "./place.ts";
import { IGNORE_FILES } from "./steps/ignore.ts";

/** The facts that no longer hold. */
export function changedFacts(machine: Machine, facts: readonly Fact[]): readonly AbsolutePath[] {
  return facts.filter(({ path, was }) => factOf(machine, path).was !== was).map(({ path }) => path);
}

/** Throws `plan/stale` with the paths that changed. */
export function stale(paths: readonly AbsolutePath[]): never {
  throw new BurrowError("plan/stale", `\`${paths[0] ?? ""}\` changed since the plan was made`, {
    because:
      paths.length > 1 ? `so did ${paths.length - 1} more that the plan relied on` : "the plan relied on it",
    hint: "burrow up plans again",
    details: { paths },
  });
}

/** Compares what the plan relied on once more, before its step `index`: all but what the steps before that one change. */
export function assertFresh(
  machine: Machine,
  place: TransactionPlace,
  { facts, steps }: Pick<Work, "facts" | "steps">,
  index: number,
): void {
  const before = steps.slice(0, index);
  const relied = facts.filter(
    ({ path }) =>
      !isInside(path, place.folder) &&
      path !== place.guarded &&
      !before.some((step) => isChangedBy(step, path)),
  );
  const changed = changedFacts(machine, relied);
  if (changed.length > 0) stale(changed);
}

/** Whether a step may change the state of a path. The state of a folder is that of its names. */
function isChangedBy(step: Step, path: AbsolutePath): boolean {
  switch (step.kind) {
    case "ignore":
      return path === step.root || IGNORE_FILES.some((name) => path === join(step.root, name));
    case "build-project":
    case "run-hook":
      return isInside(path, step.prefix) || (isInside(path, step.project) && !isManifest(path));
    case "install-python":
    case "build-wheel":
      return isInside(path, step.folder);
    case "create-environment":
    case "change-packages":
    case "install-requirements":
    case "install":
    case "uninstall":
      return isInside(path, step.prefix);
    case "set-aside":
      return isInside(path, step.path) || path === parent(step.path);
    case "link":
      return path === step.path || path === parent(step.path);
    case "fetch":
    case "fetch-packages":
    case "preserve":
    case "verify":
      return false;
    default:
      return step satisfies never;
  }
}

/** A build or a hook writes beside a project's manifests, never to them. */
function isManifest(path: AbsolutePath): boolean {
  return /\.(?:toml|txt|in|cfg|lock|py|yml|yaml)$/u.test(path) || baseName(path) === ".python-version";
}

/** What the making of the transaction's own folder changes: the facts of it and of the folder above. */
export function factsAround(
  machine: Machine,
  { folder, guarded }: TransactionPlace,
): ReadonlyMap<string, string> {
  return new Map([folder, join(folder, "journal"), guarded].map((path) => [path, factOf(machine, path).was]));
}

/** Compares what the plan relied on; `around` is what stood where burrow's own lock now is. */
export function assertFreshAtStart(
  machine: Machine,
  facts: readonly Fact[],
  around: ReadonlyMap<string, string>,
): void {
  const changed = facts
    .filter(({ path, was }) => (around.get(path) ?? factOf(machine, path).was) !== was)
    .map(({ path }) => path);
  if (changed.length > 0) stale(changed);
}
